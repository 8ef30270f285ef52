"""The settings of this computer that matter in the app; they count from the next start on."""

from collections.abc import Mapping

from visavi.messages import Sentence, say
from visavi_tui.answers import number
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page

MINUTES: Mapping[str, tuple[Sentence, str]] = {
    "hide-after": ("Hide everything after so many minutes without a key; 0 is never", "5"),
    "lock-after": ("Lock a sealed store after so many minutes without a key; 0 is never", "15"),
}
"""Each with its words, and what counts where nothing is set."""

SWITCHES: Mapping[str, tuple[Sentence, str]] = {
    "hints": ("Show a hint when something is done for the first time?", "yes"),
    "copy": ("What is copied goes to the terminal's clipboard too?", "no"),
}


COLOURS: Mapping[str, Sentence] = {"dark": "dark", "light": "light"}


def ask(page: Page) -> None:
    """Show the settings as they are, and keep those that were changed."""
    desk = page.visavi.desk
    before = {
        name: desk.settings.get(name) or usual
        for name, (_, usual) in (*MINUTES.items(), *SWITCHES.items())
    }
    answers = (("yes", say("yes")), ("no", say("no")))
    fields = [Field(name, say(words), before[name]) for name, (words, _) in MINUTES.items()]
    fields += [
        Field(name, say(words), before[name], choices=answers)
        for name, (words, _) in SWITCHES.items()
    ]
    before["theme"] = desk.settings.get("theme") or "dark"
    colours = [(name, say(words)) for name, words in COLOURS.items()]
    fields.append(Field("theme", say("Colours"), before["theme"], choices=colours))

    async def done(given: dict[str, str]) -> None:
        chosen = {name: str(number(given[name])) for name in MINUTES}
        chosen |= {name: given[name] or before[name] for name in (*SWITCHES, "theme")}
        changed = {name: value for name, value in chosen.items() if value != before[name]}
        if changed:
            desk.keep_settings(changed)
        page.visavi.greet(say("Kept. It counts from the next start on."))

    about = say("Of this computer, not of the store. Keys and language have places of their own.")
    page.app.push_screen(FormPage(say("Settings"), fields, done, about=about))
