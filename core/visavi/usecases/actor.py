"""Who acts, and on which day: what every use case is given."""

from datetime import date, datetime
from typing import NamedTuple

from visavi.errors import InvalidInput


class Actor(NamedTuple):
    """Who acts, on which civil day; ``at`` is the claimed moment. Nobody named is the keeper."""

    person: str | None
    on: date
    at: datetime | None = None

    def named(self) -> str:
        """The acting person's id; raises :class:`InvalidInput` where nobody is named."""
        if self.person is None:
            raise InvalidInput("This deed needs somebody to do it.", todo="Say who acts (--as ID).")
        return self.person
