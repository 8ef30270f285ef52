"""Five hints of one line: each is shown once, when its situation first comes about."""

from collections.abc import Mapping

from visavi.messages import Sentence

HINTS: Mapping[str, Sentence] = {
    "team": "Enter does the next step of the line; ^p finds all other commands.",
    "dialogue": "The right end of the first line says who can read this. ^l hides all at once.",
    "prepare": "Nobody reads this before both have submitted; private notes nobody, ever.",
    "conduct": "What you type is a kept draft; ^j puts it into the record, u takes that back.",
    "sign": "Enter does nothing here: nobody signs by accident.",
}
"""By the scope of the screen that each belongs to."""
