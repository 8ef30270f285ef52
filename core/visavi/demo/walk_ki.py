"""The walk under ``ki``: goals in winter, a plan for the year, salary in autumn by pay route."""

from collections.abc import Callable
from datetime import date

from visavi.demo import acts, pledges, words_ki
from visavi.demo.stage import Stage, working_day
from visavi.messages import Sentence, say
from visavi.model.dialogues import Pay
from visavi.model.plans import Carry
from visavi.usecases import conduct
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import submit
from visavi.usecases.sign import close, sign


def team(stage: Stage) -> None:
    """Who is there."""
    stage.day(1, 12)
    acts.introduce(stage)


def due(stage: Stage) -> None:
    """Who is due in winter, and why."""
    stage.day(1, 12)
    acts.tell_due(stage, "mona", "ki.goals")
    acts.tell_why(stage, "klara", "KI-WIN-1", "open")
    acts.tell_why(stage, "yuki", "KI-PART-4", "open")


def conductors(stage: Stage) -> None:
    """Who may hold a dialogue: not the disqualified manager, and here no delegate either."""
    stage.day(1, 13)
    ws, mona = stage.workspace, stage.by("mona")
    stage.step.says("Mona wants to hold the dialogue with Petter, to whom she is married.")
    stage.refused(
        lambda: plan_dialogue(ws, mona, "petter", kind="ki.goals", conductor="mona"), "SE-COI-1"
    )
    stage.step.says("Mona wants David to hold Klara's dialogue, as he does with other tasks.")
    stage.refused(
        lambda: plan_dialogue(ws, mona, "klara", kind="ki.goals", conductor="david"), "KI-MGR-1"
    )
    planned = plan_dialogue(ws, stage.by("henrik"), "petter", kind="ki.goals")
    stage.remember("petter", planned.id)
    stage.step.holds(
        planned.conductor == "henrik" and stage.state("petter", planned.id) == "planned",
        "Henrik stands in: he has planned the dialogue with Petter.",
    )


def invitation(stage: Stage) -> None:
    """Klara is invited."""
    stage.day(1, 14)
    acts.plan_and_invite(stage, words_ki.goals(stage.year), working_day(date(stage.year, 2, 10)))


def preparation(stage: Stage) -> None:
    """Both prepare."""
    stage.day(1, 28)
    acts.prepare_both(stage, words_ki.goals(stage.year))


def talk(stage: Stage) -> None:
    """The talk itself."""
    stage.day(2, 10)
    goals = words_ki.goals(stage.year)
    acts.conduct_topics(stage, goals)
    acts.tell_findings(stage, goals, "KI-CONT-1", "KI-OUT-1")


def plan(stage: Stage) -> None:
    """No signature without a plan; then the activities."""
    stage.day(2, 10)
    goals = words_ki.goals(stage.year)
    stage.step.says("Mona wants to sign at once.")
    stage.refused(lambda: sign(stage.workspace, stage.by("mona"), stage.ids["goals"]), "KI-OUT-1")
    acts.agree_on(stage, goals)


def signatures(stage: Stage) -> None:
    """Sign, change, sign again."""
    stage.day(2, 17)
    goals = words_ki.goals(stage.year)
    pledges.sign_with_a_change(stage, goals, 3, {"when": date(stage.year, 11, 27)})
    pledges.sign_both(
        stage, goals, dissent="I still hold that the requests come from too many people."
    )
    pledges.unchangeable(stage, goals)


def apart(stage: Stage) -> None:
    """Nobody else reads it."""
    stage.day(2, 18)
    pledges.kept_apart(stage, words_ki.goals(stage.year), ("berit", "henrik", "ruth"), "hanna")


def through_the_year(stage: Stage) -> None:
    """One activity is done, one is late."""
    stage.day(6, 9)
    pledges.follow_up(
        stage, words_ki.goals(stage.year), 1, "Two studies were started by the new order."
    )


def salary_due(stage: Stage) -> None:
    """Who is due in autumn, and who is not."""
    stage.day(9, 14)
    acts.tell_due(stage, "mona", "ki.salary")
    acts.tell_why(stage, "klara", "KI-PART-2", "open")
    acts.tell_why(stage, "amina", "KI-PART-2", "open", sources=False)
    acts.tell_why(stage, "nils", "KI-PART-2", "exempt", sources=False)
    acts.tell_why(stage, "yuki", "KI-PART-2", "exempt")


def salary_invitation(stage: Stage) -> None:
    """Klara is invited to the second dialogue, and both prepare."""
    stage.day(9, 15)
    salary = words_ki.salary(stage.year)
    acts.plan_and_invite(stage, salary, working_day(date(stage.year, 10, 6)), summer=True)
    stage.day(9, 29)
    acts.prepare_both(stage, salary)


def salary_opens(stage: Stage) -> None:
    """The second dialogue opens with the plan of the first."""
    stage.day(10, 6)
    goals, salary = words_ki.goals(stage.year), words_ki.salary(stage.year)
    pledges.open_with_last_plan(stage, salary, goals)
    acts.conduct_topics(stage, salary)
    pledges.unanswered(stage, salary)
    pledges.answer(stage, salary, goals, 2, Carry.KEEP, "Half of it is done; it goes on.")
    pledges.answer(
        stage,
        salary,
        goals,
        3,
        Carry.CHANGE,
        "The course was full; the next one is in spring.",
        {"when": date(stage.year + 1, 4, 30), "how": say("the spring course of three days")},
    )
    pledges.answer(
        stage, salary, goals, 4, Carry.CLOSE, "The new platform will have an inbox of its own."
    )


def pay_by_dialogue(stage: Stage) -> None:
    """Pay route dialogue: discussed and set, for reasons that may be given."""
    stage.day(10, 6)
    salary, ws, mona = words_ki.salary(stage.year), stage.workspace, stage.by("mona")
    dialogue = stage.ids["salary"]
    revision = date(stage.year, 10, 1)
    stage.step.says("Mona gives rising prices as the reason.")
    private = Pay(True, 41900, True, revision, ("results", "inflation"))
    stage.refused(lambda: conduct.pay(ws, mona, dialogue, part=private), "KI-PAY-6")
    explanation = say("More responsibility for starting studies, and others taught to do it.")
    part = Pay(True, 41900, True, revision, ("results", "collaboration"), explanation)
    conduct.pay(ws, mona, dialogue, part=part)
    shown = stage.shows("klara", dialogue)["pay"]
    stage.step.says(
        "The new salary is {amount} a month from {effective}, because of: {reasons}.",
        amount=shown["amount"],
        effective=shown["effective"],
        reasons=", ".join(stage.text("reason", reason) for reason in shown["reasons"]),
    )
    stage.step.quotes(stage.name("mona"), shown["explanation"])
    stage.step.holds(
        shown["agreed"] is True and shown["amount"] == 41900,
        "Klara reads it in the record, with its reasons.",
    )
    acts.agree_on(stage, salary)
    pledges.sign_both(stage, salary)
    close(ws, mona, dialogue)
    stage.step.holds(stage.state("klara", dialogue) == "closed", "The dialogue is closed.")


def pay_by_union(stage: Stage) -> None:
    """Pay route collective: no amount may be recorded."""
    stage.day(10, 13)
    union, ws = words_ki.union(stage.year), stage.workspace
    acts.plan_and_invite(stage, union, working_day(date(stage.year, 10, 20)), summer=True)
    for person in ("signe", "mona"):
        submit(ws, stage.by(person), stage.ids["union"])
    stage.day(10, 20)
    acts.conduct_topics(stage, union)
    stage.step.says("Mona wants to note a salary for Signe, which the union negotiates.")
    dialogue = stage.ids["union"]
    part = Pay(True, 33400, True, date(stage.year, 10, 1), ("results",))
    stage.refused(lambda: conduct.pay(ws, stage.by("mona"), dialogue, part=part), "KI-PAY-2")
    stage.step.holds(
        not stage.shows("signe", dialogue)["pay"], "Nothing on pay stands in Signe's record."
    )
    acts.tell_findings(stage, union, "KI-ORD-1")


def pay_by_ladder(stage: Stage) -> None:
    """Pay route ladder: there is no second dialogue."""
    stage.day(10, 21)
    stage.step.says("Mona wants to plan a salary dialogue with Yuki, a doctoral student.")
    stage.refused(
        lambda: plan_dialogue(stage.workspace, stage.by("mona"), "yuki", kind="ki.salary"),
        "KI-PART-3",
    )


def next_cycle(stage: Stage) -> None:
    """In December the next cycle opens with what is left."""
    stage.day(12, 8)
    salary, following = words_ki.salary(stage.year), words_ki.next_goals(stage.year)
    acts.tell_why(stage, "klara", "KI-WIN-1", "open")
    acts.plan_and_invite(stage, following, working_day(date(stage.year + 1, 1, 19)))
    shown = stage.shows("klara", stage.ids["next"])
    stage.step.holds(
        shown["previous"] == stage.ids["salary"] and shown["cycle"] == str(stage.year + 1),
        "It belongs to the cycle {cycle} and follows the salary dialogue.",
        cycle=shown["cycle"],
    )
    pledges.open_with_last_plan(stage, following, salary, carried=2)


def numbers(stage: Stage) -> None:
    """What HR is given: numbers."""
    stage.day(12, 9)
    acts.tell_numbers(stage, "hanna")


SCENES: tuple[tuple[str, Sentence, Callable[[Stage], None]], ...] = (
    ("team", "Who is there", team),
    ("due", "Who is due, and why", due),
    ("conductors", "Who may hold it", conductors),
    ("invite", "The invitation", invitation),
    ("prepare", "Both prepare", preparation),
    ("talk", "The talk, topic by topic", talk),
    ("plan", "No signature without a plan", plan),
    ("sign", "Both sign, and a change drops the first signature", signatures),
    ("apart", "Who cannot read it", apart),
    ("follow-up", "Through the year", through_the_year),
    ("salary-due", "Autumn: who is due, and who is not", salary_due),
    ("salary-prepare", "The invitation to the salary dialogue", salary_invitation),
    ("salary-opens", "It opens with last time's plan", salary_opens),
    ("salary-dialogue", "Pay route dialogue: discussed and set", pay_by_dialogue),
    ("salary-collective", "Pay route collective: no amount may be recorded", pay_by_union),
    ("salary-ladder", "Pay route ladder: no second dialogue", pay_by_ladder),
    ("next", "The next cycle opens with what is left", next_cycle),
    ("numbers", "What HR is given: numbers", numbers),
)
"""The steps of the walk: id, title, and what is done."""
