"""The first start in lines: the demo team, a store that is there, or a new one."""

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_tui.desk import DEMOS, Desk, Wish
from visavi_tui.linear.lines import Lines


def first_start(desk: Desk, lines: Lines) -> Wish:
    """Ask how to begin; gives what the person wishes."""
    lines.write(say("visavi: the first start. Nothing leaves this computer. :q leaves."))
    ways = [Wish("demo", policy=name) for name in desk.policies if name in DEMOS]
    told = [say("Look around with an invented team under {name}.", name=w.policy) for w in ways]
    ways.append(Wish("open"))
    told.append(say("Open a store that is there."))
    ways += (Wish("make", policy=name) for name in desk.policies)
    told += (say("Make a new, empty store under {name}.", name=name) for name in desk.policies)
    for number, text in enumerate(told, 1):
        lines.write(f"{number}. {text}")
    lines.write(say("Another language: visavi config set language nb, or sv."))
    number_given = _answer(lines, say("The number:"))
    if number_given is None:
        return Wish("quit")
    if not number_given.isdigit() or not 1 <= int(number_given[:9]) <= len(ways):
        raise InvalidInput("Give a number from 1 to {n}.", n=len(ways))
    wish = ways[int(number_given) - 1]
    if wish.what == "demo":
        return wish
    question = say("Folder of the store [{folder}]", folder=desk.default_store)
    folder = _answer(lines, question)
    return Wish("quit") if folder is None else wish._replace(path=folder or desk.default_store)


def _answer(lines: Lines, question: str) -> str | None:
    lines.write(question)
    given = lines.read()
    return None if given is None or given.strip() in (":q", ":quit") else given.strip()
