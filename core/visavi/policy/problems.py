"""Mistakes in a policy's files: every one is collected with its place, then raised together."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from visavi.errors import PolicyInvalid
from visavi.messages import Sentence, say


@frozen
class Problem:
    """One mistake: in which file, on which line (0: the whole file), at which key, what to do.

    A ``warning`` is none: the policy can be used, but soon it cannot.
    """

    file: str
    line: int
    key: str
    sentence: str
    suggestion: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f"{self.key}: " if self.key else ""
        return f"{place}: {key}{self.sentence} {self.suggestion}".rstrip()

    def as_mapping(self) -> dict[str, Any]:
        """The problem as JSON-ready data."""
        return {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "sentence": self.sentence,
            "suggestion": self.suggestion,
            "warning": self.warning,
        }


MOST = 200
"""More mistakes than this are not collected: whoever has so many mends the first ones first."""

MOST_KNOWN = 2_000
"""Among more names than this nothing similar is looked for: it would take seconds."""


class Problems:
    """Collects problems; knows nothing of where they come from."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self.warnings: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self._found), key=lambda p: (p.file, p.line, p.key, p.sentence)))

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(
        self,
        file: str,
        line: int,
        key: str,
        sentence: Sentence,
        /,
        *,
        suggestion: Sentence = "",
        **values: object,
    ) -> None:
        """Note one mistake; ``sentence`` and ``suggestion`` are sentences of the catalogue."""
        if len(self._found) >= MOST:
            return
        self._found.append(
            Problem(
                file=file,
                line=line,
                key=key,
                sentence=say(sentence, **values),
                suggestion=say(suggestion, **values) if suggestion else "",
            )
        )

    def warn(self, file: str, line: int, key: str, sentence: Sentence, /, **values: object) -> None:
        """Note what can be used now and will go."""
        self.warnings.append(Problem(file, line, key, say(sentence, **values), warning=True))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems found elsewhere."""
        self._found.extend(problems)

    def raise_for(self, policy: str) -> None:
        """Raise :class:`~visavi.errors.PolicyInvalid` with all of them, if there are any."""
        if not self._found:
            return
        problems = tuple(self)
        first, more = problems[0], len(problems) - 1
        if more:
            raise PolicyInvalid(
                "The policy {policy} cannot be used: {first} ({more} more.)",
                problems=problems,
                policy=policy,
                first=str(first),
                more=more,
            )
        raise PolicyInvalid(
            "The policy {policy} cannot be used: {first}",
            problems=problems,
            policy=policy,
            first=str(first),
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word most like this one as a suggestion, else the few known ones, else nothing."""
    from difflib import get_close_matches

    names = sorted(known)
    if len(names) > MOST_KNOWN:
        return ""
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return say("Did you mean {word}?", word=near[0])
    if 0 < len(names) <= 12:
        return say("Known are: {words}.", words=", ".join(names))
    return ""


def shown(value: object, limit: int = 60) -> str:
    """A stranger's value in a message: one printable line that is not too long."""
    text = repr(value)
    text = text if text.isprintable() else ascii(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
