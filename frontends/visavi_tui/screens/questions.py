"""The question bank: prompts to pick from, never a questionnaire."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import say
from visavi.usecases import conduct, undoing
from visavi_tui import inverse
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.record import Teller
from visavi_tui.screens import forms
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words


class QuestionsPage(ListPage):
    """The questions of the dialogue's topics, those of the topic in sight first."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "questions.tcss"]
    SCOPE = "questions"
    ABOUT = "Pick what fits this talk; a picked question has [x] and stands under its topic."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("questions")]

    def __init__(self, dialogue: str, topic: str, told: Teller) -> None:
        super().__init__()
        self.dialogue = dialogue
        self._topic = topic
        self._told = told

    def place(self) -> tuple[str, str]:
        """Questions at this topic."""
        return say("Questions · {topic}", topic=self._told.topic(self._topic)), self._told.both()

    def body(self) -> Iterator[Widget]:
        """The bank, and the question under the cursor, large enough to read aloud."""
        yield Lines(draw=lambda row, _: f"{'[x]' if row['picked'] else '[ ]'} {row['text']}")
        yield Words(id="whole")

    def fill(self) -> None:
        """Which are picked?"""
        shown = self.session.show(self.dialogue)
        picked = {q for topic in shown["topics"] for q in topic.get("questions", ())}
        bank = self.session.questions(self.dialogue)
        rows = [{**row, "picked": row["id"] in picked} for row in bank]
        rows.sort(key=lambda row: row["topic"] != self._topic)
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        self.say(say("{n} questions.", n=len(rows)))

    def offers(self) -> Iterator[str]:
        """Picking needs a question under the cursor."""
        if self.is_mounted and self.query_one(Lines).chosen is not None:
            yield from ("pick", "why")
        yield from ("filter", "own")

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The whole question, and its topic."""
        row = event.lines.chosen
        text = "" if row is None else f"{row['text']}\n({self._told.topic(row['topic'])})"
        self.query_one("#whole", Words).tell(text)
        self.show_keys()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter picks."""
        self.action_pick()

    @deed
    async def action_pick(self) -> None:
        """Pick the question for this talk, or take it out again."""
        row: Mapping[str, Any] = self.query_one(Lines).chosen
        question, taken = row["id"], bool(row["picked"])
        use_case = undoing.unpick if taken else conduct.ask
        await self.do(use_case, self.dialogue, question=question)
        said = say("Taken out again.") if taken else say("Picked.")
        self.did(said, inverse.picked(self.session, self.dialogue, question, taken=taken))

    def action_why(self) -> None:
        """Where the question comes from."""
        row = self.query_one(Lines).chosen
        cited = self._told.policy.citations(tuple(row["cite"]), self.session.actor.on)
        lines = [row["text"], ""]
        lines += (
            say("Source: {source}", source=", ".join(p for p in (c.document, c.section) if p))
            for c in cited
        )
        self.app.push_screen(TextPage(say("Why this question"), "\n".join(lines)))

    def action_own(self) -> None:
        """A question of your own."""

        async def done(given: dict[str, str]) -> None:
            await self.do(conduct.ask_own, self.dialogue, topic=self._topic, text=given["text"])
            back = inverse.own_question(self.session, self.dialogue, self._topic)
            back = forms.giving_back(self, back, key, title, given)
            self.did(say("Both of you see your question."), back)

        field = Field("text", say("Your question"), height=3)
        title = self.place()[0]
        key = f"{self.dialogue}/question/{self._topic}"
        self.app.push_screen(FormPage(title, [field], done, audience=self._told.both(), draft=key))
