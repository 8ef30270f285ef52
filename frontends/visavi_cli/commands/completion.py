"""``visavi completion``: scripts that let a shell complete nouns, verbs and options."""

from visavi.messages import say
from visavi_cli.output import Answer
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


def _script(shell: str) -> Answer:
    from click.shell_completion import get_completion_class

    from visavi_cli.tree import Root

    found = get_completion_class(shell)
    assert found is not None, "click knows bash, zsh and fish"
    maker = found(Root(), {}, "visavi", "_VISAVI_COMPLETE")
    source = maker.source_template % maker.source_vars()
    hint = say("Save it where {shell} looks for completions, or source it.", shell=shell)
    return Answer({"shell": shell, "script": source}, lambda d: [d["script"]], talk=[hint])


@VERBS.add("bash", "For bash 4.4 or newer.", schema="completion")
def bash(run: Run) -> Answer:
    """The script for bash."""
    return _script("bash")


@VERBS.add("zsh", "For zsh.", schema="completion")
def zsh(run: Run) -> Answer:
    """The script for zsh."""
    return _script("zsh")


@VERBS.add("fish", "For fish.", schema="completion")
def fish(run: Run) -> Answer:
    """The script for fish."""
    return _script("fish")
