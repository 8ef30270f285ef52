"""``visavi store log``: what was done with the store as a whole."""

from visavi_cli import views
from visavi_cli.output import Answer
from visavi_cli.render.dialogues import history
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "log",
    "What was done with the store as a whole: backups, other keys used, erasures, lists taken out.",
    schema="events",
)
def log(run: Run) -> Answer:
    """For who keeps the register. Of matters nothing stands there."""
    from visavi.usecases.logs import log_of_store

    return Answer(views.events(log_of_store(run.repository, run.actor)), history)
