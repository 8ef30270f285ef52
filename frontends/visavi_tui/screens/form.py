"""A form: a few fields, each with its audience, and one deed at the end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi_tui.actions import bindings
from visavi_tui.screens.page import Page
from visavi_tui.widgets.words import Words
from visavi_tui.widgets.writing import Writing


class Field(NamedTuple):
    """One field: its name for the deed, its label, what stands in it, and how high it is.

    ``echo`` gives the sentence that tells how the text was understood; a field that is not
    ``kept`` has no draft.
    """

    name: str
    label: str
    value: str = ""
    height: int = 1
    echo: Callable[[str], str] | None = None
    kept: bool = True


class FormPage(Page):
    """Fields one below the other. ``done`` gets all texts; what it raises is told in words."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "form.tcss"]
    SCOPE = "form"
    ABOUT = "Fill in what you know. Tab goes to the next field, Esc leaves the text."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    AUTO_FOCUS = ""  # drafts come back before the first field has the focus

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        done: Callable[[dict[str, str]], Any],
        *,
        audience: str = "",
        draft: str = "",
        about: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._done = done
        self._audience = audience
        self._draft = draft
        self._about = about

    def place(self) -> tuple[str, str]:
        """What is filled in, and who will read it."""
        return self._title, self._audience

    def body(self) -> Iterator[Widget]:
        """Each field under its label."""
        if self._about:
            yield Words(self._about, id="about")
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                label = f"{field.label} ({self._audience})" if self._audience else field.label
                yield Words(label, id=f"label-{field.name}")
                key = f"{self._draft}/{field.name}" if self._draft and field.kept else ""
                line = field.height == 1
                writing = Writing(field.value, line=line, key=key, about=self._title, id=field.name)
                writing.styles.height = field.height + 2
                yield writing

    def fill(self) -> None:
        """Bring back drafts, and begin with the first field."""
        if self.focused is None:
            self._bring_back()
            self.query(Writing).first().focus()

    def _bring_back(self) -> None:
        if not self._draft:
            return
        kept: Mapping[str, Any] = self.visavi.drafts.all()
        for writing in self.query(Writing):
            draft = kept.get(writing.key)
            if draft is not None and not writing.changed:
                writing.load(draft.text)
                self.say(say("Your draft of {at} is back.", at=draft.at[:16].replace("T", " ")))

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """Tell how what is typed is understood."""
        field = next(f for f in self._fields if f.name == event.writing.id)
        if field.echo is not None:
            self.say(field.echo(event.writing.text.strip()))

    def on_writing_entered(self) -> None:
        """Enter in a field of one line goes on; in the last field it does the deed."""
        if self.focused is self.query(Writing).last():
            self.action_done()
        else:
            self.action_next()

    def action_next(self) -> None:
        """To the next field."""
        self.focus_next(Writing)

    def action_done(self) -> None:
        """Do it with these texts."""
        texts = {
            field.name: self.query_one(f"#{field.name}", Writing).text for field in self._fields
        }
        try:
            self._done(texts)
        except VisaviError as error:
            self.complain(error)
            return
        for writing in self.query(Writing):
            if writing.key:
                self.visavi.drop_draft(writing)
        if self.is_current:
            self.dismiss(texts)
