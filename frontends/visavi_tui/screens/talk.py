"""What is done in a talk: into the record, covered, parked, skipped, captured; each taken back."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from visavi.messages import say
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity
from visavi.usecases.judge import check_dialogue
from visavi_tui import inverse
from visavi_tui.deeds import deed
from visavi_tui.record import Teller
from visavi_tui.screens import forms
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.writing import Writing
from visavi_tui.words import because

if TYPE_CHECKING:
    from visavi_tui.screens.conduct import ConductPage


def bring_drafts_back(page: "ConductPage") -> None:
    """What was typed and not put into the record stands where it was typed."""
    kept = page.visavi.drafts.all()
    back = [writing for writing in page.query(Writing) if writing.key in kept]
    for writing in back:
        writing.load(kept[writing.key].text)
    if back:
        page.say(say("Your drafts are back: {n}.", n=len(back)))


@deed
async def record(page: "ConductPage", written_for: str | None) -> None:
    """Put what is written under the topic in sight into the record; what is typed meanwhile stays
    a draft.
    """
    writing, topic, text = page.text, page.topic, page.text.text
    if not text.strip():
        page.say(say("There is nothing to put into the record yet."))
        return
    await page.do(conduct.note, page.dialogue, topic=topic, text=text, written_for=written_for)
    leave_in(page, writing, writing.text.removeprefix(text).lstrip("\n"))
    back = inverse.noted(
        page.session, page.dialogue, topic, lambda text: give_back(page, writing, text)
    )
    page.did(say("In the record. Both of you can read it."), back)


def give_back(page: "ConductPage", writing: Writing, text: str) -> None:
    """A text that was taken out of the record stands where it was written, as a draft."""
    whole = "\n\n".join(part for part in (text, writing.text) if part.strip())
    leave_in(page, writing, whole)


def leave_in(page: "ConductPage", writing: Writing, text: str) -> None:
    """This is what stands there from now on, as a draft; nothing, where nothing is left."""
    if text.strip():
        page.visavi.drafts.keep(writing.key, text, writing.about, page.visavi.desk.moment())
    else:
        page.visavi.drop_draft(writing)
    if page.is_open:
        writing.load(text)


def own_notes(page: "ConductPage") -> list[int]:
    """The numbers of the acting person's notes under the topic in sight."""
    notes = page.found["notes"] if page.told else ()
    return [n for n, note in enumerate(notes, 1) if note["author"] == page.session.person]


def rewrite(page: "ConductPage") -> None:
    """Write the last own note under the topic in sight anew."""
    assert page.told is not None, "actions come after the first filling"
    topic, number = page.topic, own_notes(page)[-1]
    before = page.found["notes"][number - 1]

    async def take(given: dict[str, Any]) -> None:
        now = note_now(page, topic, number) or before
        await page.do(conduct.note, page.dialogue, topic=topic, text=given["text"], instead=number)
        said = say("Written anew; the earlier note is in the history.")
        page.did(said, inverse.rewritten(page.session, page.dialogue, topic, number, now))

    async def done(given: dict[str, str]) -> object:
        now = note_now(page, topic, number)
        if given["text"] in (before["text"], (now or before)["text"]):
            return None
        if now is None or now["text"] == before["text"]:
            await take(given)
            return None
        from visavi_tui.screens.conflict import ConflictPage, choose, wrote_last

        assert page.told is not None, "actions come after the first filling"
        labels = {"text": page.told.topic(topic)}
        last = wrote_last(page.session, page.dialogue, "note")
        return choose(form, ConflictPage(page.told, given, now, take, labels=labels, last=last))

    field = Field("text", say("Your note, anew"), value=before["text"], height=8)
    key = f"{page.dialogue}/rewrite/{topic}"
    title, audience = page.told.topic(topic), page.told.both()
    form = FormPage(title, [field], done, audience=audience, draft=key)
    page.app.push_screen(form)


def note_now(page: "ConductPage", topic: str, number: int) -> Mapping[str, Any] | None:
    """An own note as it stands now; ``None`` where it is not there any more."""
    topics = page.session.show(page.dialogue)["topics"]
    notes = next(one for one in topics if one["topic"] == topic)["notes"]
    mine = number <= len(notes) and notes[number - 1]["author"] == page.session.person
    return notes[number - 1] if mine else None


@deed
async def cover(page: "ConductPage") -> None:
    """The topic in sight was talked about."""
    back = inverse.marked(page.session, page.dialogue, page.found)
    await page.do(conduct.cover, page.dialogue, topic=page.topic)
    page.did(say("Covered."), back)


def leave_open(page: "ConductPage", use_case: Callable[..., Any], label: str, said: str) -> None:
    """The topic in sight is parked or left out, with the reason."""
    assert page.told is not None, "actions come after the first filling"
    topic = page.topic
    back = inverse.marked(page.session, page.dialogue, page.found)

    async def done(given: dict[str, str]) -> None:
        await page.do(use_case, page.dialogue, topic=topic, reason=given["reason"])
        page.did(said, forms.giving_back(page, back, key, title, given))

    field = Field("reason", label, height=2)
    key = f"{page.dialogue}/{label}/{topic}"
    title, audience = page.told.topic(topic), page.told.both()
    page.app.push_screen(FormPage(title, [field], done, audience=audience, draft=key))


def capture(page: "ConductPage") -> None:
    """What is to be achieved, in one line; the other fields come in the plan."""
    assert page.told is not None, "actions come after the first filling"

    async def done(given: dict[str, str]) -> None:
        _, made = await page.do(add_activity, page.dialogue, {"what": given["what"].strip()})
        said = say("In the plan. Its other fields can wait.")
        page.did(said, inverse.activity_added(page.session, made))

    page.visavi.keep_drafts()
    field = Field("what", say("What is to be achieved?"))
    title, audience = say("New activity"), page.told.both()
    key = f"{page.dialogue}/capture"
    page.app.push_screen(FormPage(title, [field], done, audience=audience, draft=key))


def why(page: "ConductPage") -> None:
    """Why the topic in sight is there: its text, its source, and what the policy finds now."""
    assert page.told is not None, "actions come after the first filling"
    found = partial(_reasons, page.told, page.topic)
    page.app.push_screen(TextPage(say("Why this topic"), found, page.told.both()))


def _reasons(told: Teller, topic: str) -> Iterator[str]:
    """What the policy says of a topic, where it stands, and what it finds now."""
    spec = told.policy.topics[topic]
    yield told.topic(topic)
    yield told.policy.text("topic", topic, "about", default="")
    for cited in told.policy.citations(spec.cite, told.session.actor.on):
        source = ", ".join(part for part in (cited.document, cited.section) if part)
        yield say("Source: {source}", source=source)
    for finding in told.session.do(check_dialogue, told.shown["id"]):
        yield ""
        yield f"{finding.rule} ({say(finding.modality)})"
        yield from (f"  {text}" for text in because(finding.as_mapping(), told.session))
