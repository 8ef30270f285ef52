"""Faculty of Medicine: a tool for mapping competence."""

from visavi.policy import PolicySource, hookimpl


@hookimpl
def visavi_policy() -> PolicySource:
    """The folder of the layer's files."""
    return PolicySource(api=1, folder=__path__[0])
