"""The ways from one screen to another: the next step of a line, in words and in deeds."""

from collections.abc import Iterator
from functools import partial

from visavi.errors import VisaviError
from visavi.messages import say
from visavi_tui.deeds import deed
from visavi_tui.people import known
from visavi_tui.queue import Entry
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage
from visavi_tui.session import Session
from visavi_tui.words import because

__all__ = ["choose_person", "go", "plan_any", "why"]


def go(page: Page, target: str, entry: Entry) -> None:
    """Do the step of that name for the line."""
    if target == "new":
        _new(page, entry)
    elif target == "why" or entry.dialogue is None:
        why(page, entry.person)
    else:
        open_dialogue(page, target, entry.dialogue)


def open_dialogue(page: Page, target: str, dialogue: str) -> None:
    """The screen of the dialogue, and on it the step that comes next."""
    from visavi_tui.screens.dialogue import DialoguePage

    try:
        page.session.show(dialogue)
    except VisaviError as error:
        page.complain(error)
        return
    page.app.push_screen(DialoguePage(dialogue, begin=target))


def why(page: Page, person: str) -> None:
    """Why am I asked this: what is owed for the person, and why each other rule is silent."""
    title = say("Why · {name}", name=page.session.name(person))
    page.app.push_screen(TextPage(title, partial(_reasons, page.session, person)))


def _reasons(session: Session, person: str) -> Iterator[str]:
    from visavi.usecases.agenda_build import explain_person

    owed, silences = session.do(explain_person, person)
    if not owed and not silences:
        yield say("Nothing is due.")
    for one in owed:
        row = one.as_mapping()
        yield f"{say(row['state'])}: {row['rule']} ({say(row['modality'])})"
        yield from (f"  {text}" for text in because(row, session))
        if row["exempt_by"]:
            yield "  " + say("Lifted by {rule}", rule=row["exempt_by"])
    if silences:
        yield ""
        yield say("Rules that were asked and stayed silent")
    yield from (f"  {s.rule}: {s.because}" for s in silences)


def _new(page: Page, entry: Entry) -> None:
    """Plan what the line asks for."""
    if entry.owed is not None:
        _plan(page, entry.person, entry.kind, entry.owed.cycle)
    else:
        plan_any(page, entry)


def plan_any(page: Page, entry: Entry) -> None:
    """Ask which dialogue with the person is to be planned."""
    from visavi_tui.screens.choose import ChoosePage

    policy = page.session.policy(entry.person)
    kinds = list(policy.kinds)
    question = say("Which dialogue with {name}?", name=entry.name)
    names = [policy.text("kind", kind) for kind in kinds]

    def chosen(kind: str | None) -> None:
        if kind is not None:
            _plan(page, entry.person, kind, "")

    page.app.push_screen(ChoosePage(question, kinds, names), chosen)


@deed
async def _plan(page: Page, person: str, kind: str, cycle: str) -> None:
    from visavi.usecases.plan_dialogue import plan_dialogue

    made = await page.do(plan_dialogue, person, kind=kind, cycle=cycle)
    if made.conductor != page.session.person:
        holder = page.session.name(made.conductor)
        page.did(say("Planned. {name} holds it, and invites to it.", name=holder))
    elif page.is_active:
        open_dialogue(page, "invite", made.id)
    else:
        page.visavi.greet(say("Planned; it stands in the queue."))


def choose_person(page: Page) -> None:
    """Somebody else acts at this computer from now on."""
    from visavi_tui.screens.choose import ChoosePage

    people = known(page.session)
    ids = ["", *(person for person, _ in people)]
    names = [say("the keeper of the store: numbers only"), *(shown for _, shown in people)]

    def chosen(person: str | None) -> None:
        if person is not None and page.visavi.act_as(person or None):
            page.visavi.start_anew()

    page.app.push_screen(ChoosePage(say("Who acts from now on?"), ids, names), chosen)
