"""``visavi`` without a noun: the version, the terminal app, or help where there is no terminal."""

import os
import sys
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, StoreMissing, VisaviError
from visavi.messages import say
from visavi.sanitise import shown
from visavi_cli import output, paths, settings
from visavi_cli.exits import Exit, exit_for
from visavi_cli.language import keep_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click

    from visavi.store import TinyRepository
    from visavi_cli.run import Run
    from visavi_tui.desk import Desk, Wish

    Granted = tuple[dict[str, object], TinyRepository | None]


def run_alone(ctx: "click.Context") -> int:
    """Open the terminal app on a terminal; in a pipe print help, which is no success."""
    if ctx.params.get("version"):
        output.write([version_line()])
        return Exit.DONE
    if not ctx.params.get("no_input"):
        code = run_bare({**BARE, **ctx.params})
        if code is not None:
            return code
    output.write([shown(ctx.get_help())])
    return Exit.USAGE


BARE: "Mapping[str, object]" = {
    **dict.fromkeys(("as_", "as_of", "store", "passphrase_fd", "passphrase_command", "policy")),
    **dict.fromkeys(("as_json", "linear", "no_input", "no_plugins", "debug"), False),
    "policy_dir": (),
    "dry_run": None,
}
"""The common options where none is given."""


def run_bare(given: "dict[str, object]") -> int | None:
    """Open the app, or converse; ``None`` where there is no terminal."""
    if _in_lines(given):
        return _conversation(given)
    return _session(given) if _on_terminal() else None


def version_line() -> str:
    """``visavi 0.1.0``."""
    from visavi_cli.entry import VERSION

    return f"visavi {VERSION}"


def _session(given: "dict[str, object]") -> int:
    """The app, and what it wishes when it closes: another store, a new one, or the demo's."""
    from visavi_cli.run import Run
    from visavi_tui import open_app

    if sys.stderr is None or not sys.stderr.isatty():
        raise InvalidInput(
            "The app draws on stderr, and that is no terminal: the screen would go to a file.",
            todo="Do not redirect it.",
        )
    greeting, opened = "", None
    while True:
        run = Run(given)
        if opened is not None:
            run.adopt(opened)
        wish = open_app(_desk(run, greeting))
        run.tell_of_conflicts()
        greeting = ""
        if wish.what == "fault":
            output.talk(wish.path)
            _report(wish.report)
            return Exit.FAULT
        if wish.what == "quit":
            return Exit.DONE
        try:
            given, opened = _granted(given, wish, run.opened)
            if wish.what == "make":
                output.wipe()  # the recovery code stood there
        except VisaviError as error:
            output.complain(error, as_json=False)
            greeting, opened = str(error), run.opened


def _report(text: str) -> None:
    """Put the report of a fault where the person finds it; without a place for it, there is none.

    A second one in the same second takes the place of the first.
    """
    from datetime import datetime

    file = paths.report_file(datetime.now().strftime("%Y%m%d-%H%M%S"))
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(f"{version_line()}\n{text}")
    except OSError:
        return
    output.talk(say("Report without personal content: {file}", file=file))


def _in_lines(given: "Mapping[str, object]") -> bool:
    """Plain lines are asked for, or are all that this terminal can do."""
    from visavi_cli.run import Run

    return Run(given).linear or (_on_terminal() and os.environ.get("TERM", "dumb") == "dumb")


def _conversation(given: "dict[str, object]") -> int:
    """The app in plain lines; the exit code is that of the last deed not done."""
    from visavi_cli.linear import lines
    from visavi_cli.run import Run
    from visavi_tui.linear import run_start

    if given["as_json"]:
        raise InvalidInput("A conversation has no --json: see visavi agenda --json.")
    greeting, opened = "", None
    while True:
        run = Run(given)
        if opened is not None:
            run.adopt(opened)
        wish, failed = run_start(_desk(run, greeting), lines())
        run.tell_of_conflicts()
        if wish.what == "quit":
            return Exit.DONE if failed is None else exit_for(failed)
        greeting = ""
        try:
            given, opened = _granted(given, wish, run.opened)
        except VisaviError as error:
            greeting, opened = str(error), run.opened


def _granted(given: "dict[str, object]", wish: "Wish", now: "TinyRepository | None") -> "Granted":
    """The options with which the app opens again, and the store if it is open already.

    What needs a passphrase is asked for here, once.
    """
    wish = wish._replace(path=os.path.expanduser(wish.path))
    if wish.what == "open":
        return {**given, "store": wish.path}, None
    if wish.what == "make":
        return _made(given, wish)
    if wish.what == "language":
        keep_language(wish.language)
        return given if wish.person is None else {**given, "as_": wish.person}, now
    from visavi.demo.folder import make_demo, require_demo
    from visavi.demo.team import team_for
    from visavi.usecases.institution import Institution, institution
    from visavi_cli.policies import policies_of
    from visavi_cli.run import Run

    folder = paths.demo_store()
    if os.path.isdir(folder) and institution(require_demo(folder)).policy != wish.policy:
        folder = f"{folder}-{wish.policy}"  # the team of the other institution stays as it is
    run = Run({**given, "store": folder})
    if not os.path.isdir(folder):
        make_demo(folder, policies_of(run, Institution(wish.policy)), run.on)
    policy = institution(require_demo(folder)).policy
    members = team_for(policy, run.on).members
    leads = {manager for member in members for manager in member.managers.values()}
    counts = {one: sum(one in m.managers.values() for m in members) for one in sorted(leads)}
    return {**given, "store": folder, "as_": max(counts, key=lambda one: counts[one])}, None


def _made(given: "dict[str, object]", wish: "Wish") -> "Granted":
    """A new store, sealed with a passphrase that is asked for on this terminal."""
    from visavi.usecases.actor import Actor
    from visavi.usecases.institution import Institution, choose
    from visavi_cli.opening import make_repository, whole_or_not_at_all
    from visavi_cli.render.slots import code
    from visavi_cli.run import Run

    run = Run({**given, "store": wish.path})
    made, recovery = make_repository(run)
    with whole_or_not_at_all(made):
        choose(made, Actor(None, run.on), Institution(wish.policy), dry_run=False)
    for line in code(recovery):
        output.talk(line)
    output.talk(say("Press Enter when you have put it away."))
    sys.stdin.readline()
    return {**given, "store": wish.path}, made


def _desk(run: "Run", greeting: str) -> "Desk":
    """What the app is given to work with; without a store it begins with the first start."""
    from datetime import datetime

    from visavi.demo.mark import is_demo
    from visavi_cli.outside import Outside
    from visavi_cli.policies import chosen_here, fingerprint, policies_later
    from visavi_tui.desk import Desk

    repository = None
    try:
        repository = run.repository
        repository.wait = 0.0  # the app stays free and tries again
    except StoreMissing as error:
        greeting = greeting or (str(error) if run.named_store else "")
    return Desk(
        repository,
        policies_later(run) if repository else None,
        run.person if repository else None,
        lambda: run.on,
        lambda: datetime.now().astimezone().replace(microsecond=0),
        lambda: fingerprint(run, chosen_here(run)),
        policies=() if repository else _policies(run),
        default_store=paths.default_store(),
        demo=repository is not None and is_demo(repository),
        sealed=repository is not None and repository.sealed,
        read_only=_read_only(repository),
        unread=lambda: 0 if repository is None else len(repository.unread),
        keys=_keys(),
        keep_keys=_keep_keys,
        greeting=greeting,
        hints_seen=None if settings.value_of("hints") == "no" else _hints(),
        keep_hint=_keep_hint,
        copies_out=settings.value_of("copy") == "yes",
        theme=_theme(),
        hide_after=_seconds("hide-after", 5),
        lock_after=_seconds("lock-after", 15),
        settings={name: settings.value_of(name) or "" for name in settings.SETTINGS},
        keep_settings=lambda changed: settings.write({**settings.from_file(), **changed}),
        lock=run.close,
        unlock=lambda text: _unlocked(run, text),
        outside=Outside(run),
    )


def _read_only(repository: "TinyRepository | None") -> str:
    """Why nothing can be saved; empty where everything can."""
    why = None if repository is None else repository.read_only
    return "" if why is None else why.message


def _unlocked(run: "Run", text: str) -> "TinyRepository":
    """The store of the run, opened again with a passphrase; the app waits for nobody."""
    from visavi_cli.opening import Opener, open_repository

    found = open_repository(run, Opener(run, text=text))
    found.wait = 0.0
    run.adopt(found)
    return found


def _seconds(setting: str, minutes: int) -> float:
    """A setting in minutes; :class:`InvalidInput` where it is no whole number of them."""
    given = settings.value_of(setting) or str(minutes)
    if not (given.isascii() and given.isdigit() and int(given) <= _LONGEST):
        raise InvalidInput(
            "The setting {name} is {value}, and not a number of minutes from 0 to {most}.",
            todo="visavi config set {name} {usual} sets it as it comes.",
            name=setting,
            value=ascii(given[:20]),
            most=_LONGEST,
            usual=minutes,
        )
    return 60.0 * int(given)


def _theme() -> str:
    """The colours that are set; :class:`InvalidInput` where there are none of that name."""
    from visavi_tui.desk import THEMES

    name = settings.value_of("theme") or next(iter(THEMES))
    if name not in THEMES:
        raise InvalidInput(
            "There are no colours called {name}.",
            todo="visavi config set theme takes {names}.",
            name=ascii(name[:20]),
            names=", ".join(THEMES),
        )
    return THEMES[name]


_LONGEST = 24 * 60
"""Minutes that a setting may ask for at most."""


def _policies(run: "Run") -> "tuple[str, ...]":
    """The policies that a new store is offered: a layer that comes with its base stands on that."""
    from visavi.policy.loading import policy_names
    from visavi.policy.names import head_of, place_of

    found = policy_names(policy_dirs=run.policy_dirs)
    brought = {(named.distribution, named.name) for named in found}
    return tuple(
        named.name
        for named in found
        if (named.distribution, head_of(place_of(named), "extends")) not in brought
    )


def _hints_file() -> str:
    return os.path.join(os.path.dirname(paths.config_file()), "hints-seen")


def _hints() -> frozenset[str]:
    """The hints that were shown before, one a line."""
    try:
        with open(_hints_file(), encoding="utf-8") as file:
            return frozenset(file.read().split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _keep_hint(name: str) -> None:
    """Remember that the hint was shown; where that cannot be written it is shown again."""
    try:
        os.makedirs(os.path.dirname(_hints_file()), mode=0o700, exist_ok=True)
        with open(_hints_file(), "a", encoding="utf-8") as file:
            file.write(f"{name}\n")
    except OSError:
        return


def _keys_file() -> str:
    return os.path.join(os.path.dirname(paths.config_file()), "keys")


def _keys() -> "Mapping[str, str]":
    """The person's own keys: one ``scope.action = key`` a line; what is no such line counts not."""
    try:
        with open(_keys_file(), encoding="utf-8") as file:
            rows = [line.partition("=") for line in file.read().splitlines()]
    except (OSError, UnicodeDecodeError):
        return {}
    return {name.strip(): key.strip() for name, equals, key in rows if equals and key.strip()}


def _keep_keys(keys: "Mapping[str, str]") -> None:
    path = _keys_file()
    fresh = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(fresh, "w", encoding="utf-8") as file:
            file.writelines(f"{name} = {keys[name]}\n" for name in sorted(keys))
        os.replace(fresh, path)
    except OSError as error:
        raise InvalidInput(
            "The keys cannot be written to {path}: {reason}.",
            todo="Look at the folder's permissions.",
            path=path,
            reason=error.strerror,
        ) from None


def _on_terminal() -> bool:
    return all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
