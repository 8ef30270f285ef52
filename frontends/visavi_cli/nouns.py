"""The grammar in one table: what ``visavi --help`` lists, without importing any of it."""

from collections.abc import Mapping

from visavi.messages import Sentence


class Noun:
    """A noun: one line of help, and the module of each verb; without verbs it is a command."""

    __slots__ = ("about", "verbs")

    def __init__(self, about: Sentence, verbs: Mapping[str, str]) -> None:
        self.about = about
        self.verbs = verbs


def _verbs(module: str, *verbs: str) -> dict[str, str]:
    return dict.fromkeys(verbs, f"visavi_cli.commands.{module}")


NOUNS: Mapping[str, Noun] = {
    "agenda": Noun("What is due, for whom, by when, and why.", {}),
    "demo": Noun("An invented team to try things on.", _verbs("demo", "start", "walk", "reset")),
    "person": Noun(
        "The people of the register.",
        _verbs("person", "list", "show", "new", "edit", "fact", "role")
        | _verbs("person_lists", "import", "export")
        | _verbs("person_keys", "key new", "key show", "key export")
        | _verbs("person_rights", "access-report", "history", "hold", "release", "erase"),
    ),
    "line": Noun(
        "Who answers for whom, from when.",
        _verbs("line", "show", "set", "delegate", "end", "disqualify", "absence"),
    ),
    "dialogue": Noun(
        "One planned conversation, from invitation to follow-up.",
        _verbs("dialogue.reading", "list", "show", "check", "history")
        | _verbs("dialogue.searching", "search")
        | _verbs(
            "dialogue.meeting",
            "new",
            "invite",
            "move",
            "decline",
            "waive",
            "cancel",
            "take-over",
            "set-aside",
        )
        | _verbs("dialogue.preparing", "prepare", "submit", "tick", "ask", "attach", "afterthought")
        | _verbs(
            "dialogue.talking", "conduct", "plan", "note", "cover", "park", "skip", "differ", "pay"
        )
        | _verbs("dialogue.withdrawing", "withdraw", "reopen")
        | _verbs("dialogue.signing", "sign", "refuse", "supplement", "release", "close")
        | _verbs("dialogue.copies", "export", "verify", "readers")
        | _verbs("dialogue.importing", "import"),
    ),
    "question": Noun(
        "Questions to pick from, never a questionnaire.",
        _verbs("question", "list", "search", "show", "pick", "add", "remove"),
    ),
    "activity": Noun(
        "What was promised, and what became of it.",
        _verbs("activity", "list", "show", "new", "edit", "done", "adapt", "carry", "check")
        | _verbs("activity_back", "note", "withdraw", "remove", "reopen"),
    ),
    "matter": Noun(
        "A serious concern, kept apart from every dialogue.",
        _verbs("matter", "list", "open", "show", "assess", "step", "hand-over", "check", "close"),
    ),
    "retention": Noun(
        "How long things are kept, and what may go.", _verbs("retention", "list", "apply")
    ),
    "report": Noun(
        "Numbers, never content.",
        _verbs("report", "completion", "cycles", "activities", "obligations"),
    ),
    "policy": Noun(
        "What the institution demands, and where it stands.",
        _verbs("policy", "list", "show", "explain", "check", "test", "diff")
        | _verbs("policy_authors", "new", "preview", "simulate")
        | _verbs("policy_pins", "allow", "allowed"),
    ),
    "store": Noun(
        "The folder that holds everything.",
        _verbs("store", "init", "status", "check", "backup", "restore", "path")
        | _verbs("store_conflicts", "conflicts", "settle")
        | _verbs("store_keys", "unlock", "passphrase", "accept")
        | _verbs("store_log", "log", "backups", "backup-gone", "loss-report")
        | _verbs("store_slots", "slot list", "slot add", "slot remove"),
    ),
    "unseal": Noun("Open a file that was sealed when it left the house.", {}),
    "config": Noun(
        "The settings of this computer.", _verbs("config", "get", "set", "list", "path")
    ),
    "completion": Noun("Completion for a shell.", _verbs("completion", "bash", "zsh", "fish")),
    "doctor": Noun("What is installed, where things are, and what is broken.", {}),
    "spec": Noun("Every command, option, exit code and output, as data.", {}),
    "help": Noun("Help on a command or a topic.", {}),
}


def module_of(noun: str) -> str:
    """The module of a noun that has no verbs."""
    return f"visavi_cli.commands.{noun}"
