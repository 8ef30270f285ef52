"""What comes in from the terminal, before it is read as keys."""

from codecs import IncrementalDecoder, getincrementaldecoder

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal puts around a text that is pasted."""

_KEYS = {n: 0x2400 + n for n in range(32) if chr(n) not in "\t\n\r"} | {127: 0x2421}
"""Characters that are keys, to the signs that stand for them."""


class Incoming(IncrementalDecoder):
    """Decodes what is typed and pasted, in pieces of any length.

    A byte that is no letter is shown as none, and does not end the app: a terminal may be set to
    another encoding. In a pasted text nothing is a key: what would be one becomes the sign for it.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__("replace")
        self._letters = getincrementaldecoder(encoding)("replace")
        self._pasted = False
        self._before = ""
        self._held = ""

    def decode(self, input: bytes, final: bool = False) -> str:  # type: ignore[override]  # noqa: A002
        """The next piece as text."""
        text = self._held + self._letters.decode(input, final)
        self._held, read = "", ""
        while text:
            piece, text = self._inside(text, final) if self._pasted else self._outside(text)
            read += piece
        return read

    def _outside(self, text: str) -> tuple[str, str]:
        """Up to where a text begins; nothing waits, for a lone Esc is a key."""
        whole = self._before + text
        found = whole.find(BEGIN)
        if found < 0:
            self._before = whole[1 - len(BEGIN) :]
            return text, ""
        here = found + len(BEGIN) - len(self._before)
        self._pasted, self._before = True, ""
        return text[:here], text[here:]

    def _inside(self, text: str, final: bool) -> tuple[str, str]:
        """Up to where the text ends; what may be the beginning of the end waits for the rest."""
        words, end, rest = text.partition(END)
        self._pasted = not end
        if not end and not final:
            kept = max(n for n in range(len(END)) if words.endswith(END[:n]))
            words, self._held = words[: len(words) - kept], words[len(words) - kept :]
        return words.translate(_KEYS) + end, rest
