"""What either party writes beforehand, gets ready, or thinks of afterwards."""

from visavi.messages import say
from visavi_cli import output
from visavi_cli.linear import converse, wanted
from visavi_cli.options import FILE, INSTEAD, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
DIALOGUE = argument("dialogue")
ABOUT = option("--about", default="", metavar="ID", about="The question or topic it answers to.")


@VERBS.add(
    "prepare",
    "Write something down beforehand; the text comes on stdin.",
    DIALOGUE,
    ABOUT,
    flag("--private", about="Keep it to yourself for ever."),
    option("--for", "written_for", metavar="ID", about="Whom you write it for."),
    INSTEAD,
    FILE,
    schema="receipt",
    changes=True,
)
def prepare(
    run: Run,
    dialogue: str,
    about: str,
    private: bool,
    written_for: str | None,
    instead: int | None,
    file: str | None,
) -> Answer:
    """Private until both have submitted; with ``--private`` it stays so."""
    bare = not (about or private or written_for or file)
    if wanted(run, bare=bare):
        return converse(run, "prepare", dialogue)
    from visavi.usecases.prepare import prepare as deed

    if private:
        _tell_readers(run, dialogue)
    after = deed(
        run.workspace,
        run.actor,
        dialogue,
        text=run.text(file),
        about=about,
        private=private,
        written_for=written_for,
        instead=instead,
    )
    return of_dialogue(run, "prepare", after)


@VERBS.add(
    "submit",
    "Let the other read what you prepared, as soon as both have submitted.",
    DIALOGUE,
    schema="receipt",
    changes=True,
)
def submit(run: Run, dialogue: str) -> Answer:
    """An empty preparation is an answer too."""
    from visavi.usecases.prepare import submit as deed

    return of_dialogue(run, "submit", deed(run.workspace, run.actor, dialogue))


@VERBS.add(
    "tick",
    "Tick an item of the preparation list.",
    DIALOGUE,
    argument("item"),
    flag("--remove", about="Take the tick off again."),
    schema="receipt",
    changes=True,
)
def tick(run: Run, dialogue: str, item: str, remove: bool) -> Answer:
    """The items are the policy's."""
    from visavi.usecases.prepare import tick as deed
    from visavi.usecases.undoing import untick

    if remove:
        return of_dialogue(run, "untick", untick(run.workspace, run.actor, dialogue, item=item))
    return of_dialogue(run, "tick", deed(run.workspace, run.actor, dialogue, item=item))


@VERBS.add(
    "ask",
    "Pick a question of the policy for this dialogue.",
    DIALOGUE,
    argument("question"),
    schema="receipt",
    changes=True,
)
def ask(run: Run, dialogue: str, question: str) -> Answer:
    """The same as ``visavi question pick``."""
    from visavi.usecases.conduct import ask as deed

    return of_dialogue(run, "ask", deed(run.workspace, run.actor, dialogue, question=question))


@VERBS.add(
    "attach",
    "Note that something is at hand for the talk; never its content.",
    DIALOGUE,
    argument("item"),
    schema="receipt",
    changes=True,
)
def attach(run: Run, dialogue: str, item: str) -> Answer:
    """A name such as hourly-accounts."""
    from visavi.usecases.prepare import attach as deed

    return of_dialogue(run, "attach", deed(run.workspace, run.actor, dialogue, item=item))


@VERBS.add(
    "afterthought",
    "Write a private note after the talk; the text comes on stdin.",
    DIALOGUE,
    ABOUT,
    INSTEAD,
    FILE,
    schema="receipt",
    changes=True,
)
def afterthought(
    run: Run, dialogue: str, about: str, instead: int | None, file: str | None
) -> Answer:
    """The writer's alone for ever."""
    from visavi.usecases.prepare import afterthought as deed

    _tell_readers(run, dialogue)
    text = run.text(file)
    after = deed(run.workspace, run.actor, dialogue, text=text, about=about, instead=instead)
    return of_dialogue(run, "afterthought", after)


def _tell_readers(run: Run, dialogue: str) -> None:
    """Say before somebody writes that the institution lets the other have it, if it does."""
    from visavi.usecases.access_report import others_read_private_notes

    if others_read_private_notes(run.workspace, run.actor, dialogue):
        output.talk(
            say(
                "What you note for yourself here stands in the employee's access report: "
                "the institution has decided so."
            )
        )
