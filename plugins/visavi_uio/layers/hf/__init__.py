"""Faculty of Humanities: research fellows are summoned once a year."""

from visavi.policy import PolicySource, hookimpl


@hookimpl
def visavi_policy() -> PolicySource:
    """The folder of the layer's files."""
    return PolicySource(api=1, folder=__path__[0])
