"""The terminal app."""

from visavi.messages import say


def run() -> tuple[str, bool]:
    """Open the app; gives a closing sentence and whether it opened."""
    return (
        say("The terminal app is not part of this release yet; see visavi --help for commands."),
        False,
    )
