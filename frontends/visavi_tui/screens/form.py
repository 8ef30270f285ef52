"""A form: a few fields, each with its audience, and one deed at the end."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed, reading
from visavi_tui.screens.page import Page
from visavi_tui.widgets.pick import Pick
from visavi_tui.widgets.words import Words
from visavi_tui.widgets.writing import Writing
from visavi_tui.words import MEASURE, wrapped

Done = Callable[[dict[str, str]], Awaitable[object]]

STAYS = "stays"
"""What ``done`` answers where another screen asks on: the form stays behind it."""

GROWS = 5
"""Lines that a field may have more than it begins with."""


class Field(NamedTuple):
    """One field: its name for the deed, its label, what stands in it, and how high it is.

    ``echo`` gives the sentence that tells how the text was understood; ``hint`` says what belongs
    there. A field with ``choices``, each a value and its words, is picked from; with ``many`` it
    gives all picked values with a space between them. A field that is not ``kept`` has no draft.
    """

    name: str
    label: str
    value: str = ""
    height: int = 1
    echo: Callable[[str], str] | None = None
    kept: bool = True
    hint: str = ""
    choices: Sequence[tuple[str, str]] | None = None
    many: bool = False


class FormPage(Page):
    """Fields one below the other. ``done`` gets all texts; what it raises is told in words.

    If ``done`` opens a page that asks once more, it answers :data:`STAYS`, and the form stays
    behind that page until it says that it is done, by calling :meth:`finish`. ``below`` finds out
    in a thread what is told of all fields together.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "form.tcss"]
    SCOPE = "form"
    GREETS = False
    TAKES_BACK = False
    ABOUT = (
        "Fill in what you know. Tab goes to the next field, Esc leaves the text; what you typed "
        "is kept as a draft until it is done."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    AUTO_FOCUS = ""  # drafts come back before the first field has the focus

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        done: Done,
        *,
        audience: str = "",
        draft: str = "",
        about: str = "",
        below: Callable[[dict[str, str]], str] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._done = done
        self._audience = audience
        self._draft = draft
        self._about = about
        self._below = below
        self._begun = False
        self._here = ""
        self._given: dict[str, str] = {}
        self._entered: list[Writing | Pick] = []

    def place(self) -> tuple[str, str]:
        """What is filled in, and who will read it."""
        return self._title, self._audience

    def body(self) -> Iterator[Widget]:
        """Each field under its label; below them what is told of what is filled in."""
        if self._about:
            yield Words(self._about, id="about")
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                yield Words(self._label(field, here=False), id=f"label-{field.name}")
                yield self._widget(field)
                if field.echo is not None:
                    yield Words(id=f"echo-{field.name}", classes="echo")
            yield Words(id="below")
        yield Words(id="hint")

    def _label(self, field: Field, *, here: bool) -> str:
        label = f"{field.label} ({self._audience})" if self._audience else field.label
        return f"{'>' if here else ' '} {label}"

    def _widget(self, field: Field) -> Widget:
        key = f"{self._draft}/{field.name}" if self._draft and field.kept else ""
        if field.choices is not None:
            values, title = field.value.split(), field.label
            return Pick(field.choices, values, many=field.many, key=key, title=title, id=field.name)
        line = field.height == 1
        writing = Writing(field.value, line=line, key=key, about=self._title, id=field.name)
        writing.styles.min_height = field.height
        writing.styles.max_height = field.height + GROWS
        return writing

    def fill(self) -> None:
        """Bring back drafts, and begin with the first field."""
        if not self._begun:
            self._begun = True
            self._bring_back()
            self._entered = list(self._widgets())
            for writing in self.query(Writing):
                writing.move_cursor(writing.document.end)
            for field in self._fields:
                self._echo(field.name)
            self.query("Writing, Pick").first().focus()
        self.show_below()

    def _bring_back(self) -> None:
        if not self._draft:
            return
        kept: Mapping[str, Any] = self.visavi.drafts.all()
        for widget in self._widgets():
            draft = kept.get(widget.key)
            if draft is not None and not widget.changed:
                widget.load(draft.text)
                self.say(say("Your draft of {at} is back.", at=draft.at[:16].replace("T", " ")))

    # -- what is told of the fields ----------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Mark the field that has the focus, and say what belongs there."""
        super().on_descendant_focus()
        here = self.focused.id if self.focused is not None else None
        self._here = here or self._here
        for field in self._fields:
            label = self._label(field, here=field.name == here)
            self.query_one(f"#label-{field.name}", Words).tell(label)
        self.query_one("#hint", Words).tell(
            next((field.hint for field in self._fields if field.name == here), "")
        )
        if here is not None:
            self.call_after_refresh(self._in_sight, here)
        self.show_below()

    def _in_sight(self, name: str) -> None:
        """The field with its label: a form can be longer than the window."""
        self.query_one(f"#{name}").scroll_visible(animate=False)
        self.query_one(f"#label-{name}").scroll_visible(animate=False)

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """Tell how what is typed is understood."""
        self._echo(event.writing.id or "")

    def _echo(self, name: str) -> None:
        field = next((f for f in self._fields if f.name == name), None)
        if field is not None and field.echo is not None:
            self.query_one(f"#echo-{name}", Words).tell(field.echo(self._text(field).strip()))

    def show_below(self) -> None:
        """What is told of all fields together, as they stand."""
        if self._below is not None:
            self._tell_below(partial(self._below, self.texts()))

    @reading
    async def _tell_below(self, find_out: Callable[[], str]) -> None:
        width = min(MEASURE, self.size.width - 4)
        self.query_one("#below", Words).tell(wrapped(await self.read(find_out), width))

    async def on_pick_picked(self, event: Pick.Picked) -> None:
        """An answer was picked; with Enter the person goes on."""
        if event.pick.changed and event.pick.key:
            self.visavi.keeper.typed(event.pick)
        self.show_below()
        if event.on:
            await self.on_writing_entered()

    def on_pick_asked(self, event: Pick.Asked) -> None:
        """Show all answers in a list of their own."""
        from visavi_tui.screens.choose import ChoosePage

        pick = event.pick
        field = next(f for f in self._fields if f.name == pick.id)

        def chosen(answer: str | None) -> None:
            if answer is not None:
                pick.set(answer.split())

        self.app.push_screen(
            ChoosePage(
                field.label,
                [one.value for one in pick.choices],
                [one.shown for one in pick.choices],
                self._audience,
                many=pick.many,
                picked=pick.picked,
            ),
            chosen,
        )

    # -- going on ----------------------------------------------------------------------------

    async def on_writing_entered(self) -> None:
        """Enter in a field of one line goes on; in the last field it does the deed."""
        if self.focused is self.query("Writing, Pick").last():
            await self.app.run_action("done", self)
        else:
            self.action_next()

    def action_next(self) -> None:
        """To the next field."""
        self.focus_next("Writing, Pick")

    def offers(self) -> Iterator[str]:
        """Writing on, where no field has the focus."""
        if self.focused is None:
            yield "write"
        yield from ("done", "next")

    def action_write(self) -> None:
        """Back into the field that was left."""
        self.query_one(f"#{self._here}").focus()

    def _widgets(self) -> Iterator[Writing | Pick]:
        for widget in self.query("Writing, Pick"):
            assert isinstance(widget, Writing | Pick), "a field is one or the other"
            yield widget

    def texts(self) -> dict[str, str]:
        """What stands in each field."""
        return {field.name: self._text(field) for field in self._fields}

    def _text(self, field: Field) -> str:
        widget = self.query_one(f"#{field.name}")
        assert isinstance(widget, Writing | Pick), "a field is one or the other"
        return widget.text

    @deed
    async def action_done(self) -> None:
        """Do it with these texts."""
        self._given = self.texts()
        if await self._done(self._given) != STAYS:
            self.finish()

    def complain(self, error: VisaviError) -> None:
        """What is wrong stays in sight until another field has the focus."""
        super().complain(error)
        self.query_one("#hint", Words).tell(f"! {error}")

    def finish(self) -> None:
        """It is done: the drafts go, and so does the form. What was typed meanwhile is kept."""
        later = [w for w in self._entered if w.key and w.text != self._given[w.id or ""]]
        for widget in self._entered:
            if widget.key and widget not in later:
                self.visavi.drop_draft(widget)
        if later:
            self.visavi.keep_drafts()
            said = (self.visavi.greeting, say("What you typed meanwhile is kept as a draft."))
            self.visavi.greet(" ".join(filter(None, said)))
        self.leave_with(self._given)
