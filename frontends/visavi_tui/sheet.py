"""The app's stylesheet: a file or widget that was parsed once is not parsed again."""

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_PARSED = 512
"""Files and widgets whose rules are kept as they were parsed."""


class Sheet(Stylesheet):
    """Opening a screen parses the screen's own file, and not all of them anew.

    The toolkit begins with an empty memory whenever a file is added; what is in it holds until the
    colours change, and then the toolkit forgets it by itself.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_PARSED)

    def reparse(self) -> None:
        """Parse what was not parsed yet, with the colours of now."""
        self.parse()
