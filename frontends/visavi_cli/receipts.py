"""What a deed answers: that it was done, to what, how that stands now. No word that was said."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from visavi.messages import say
from visavi_cli.output import Answer
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.model.dialogues import Dialogue


def of_dialogue(run: Run, deed: str, dialogue: "Dialogue", **more: Any) -> Answer:
    """The receipt for a deed on a dialogue."""
    return receipt(run, deed, dialogue.id, state=str(dialogue.state), **more)


def receipt(run: Run, deed: str, about: str, **more: Any) -> Answer:
    """The receipt for any deed; ``about`` is the id of what was changed."""
    data = {"deed": deed, "id": about, "changed": not run.dry_run, **more}
    return Answer(data, _lines)


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    state = f" ({say(data['state'])})" if data.get("state") else ""
    sentence = (
        "{deed}: {id}{state}" if data["changed"] else "{deed}: {id}{state}, not done: dry run"
    )
    yield say(sentence, deed=data["deed"], id=data["id"], state=state)
    for name in ("activity", "fingerprint"):
        if data.get(name):
            yield f"{name}: {data[name]}"
