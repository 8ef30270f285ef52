"""The invented team under the policy ``ki``: a research group and its office."""

from datetime import date
from functools import partial

from visavi.demo.team import Member, Team, days, post
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    EmploymentForm,
    PayRoute,
    Role,
    Unit,
)

UNITS = (
    Unit("X1", "Department of Worked Examples"),
    Unit("X1-lab", "Example Laboratory", parent="X1"),
    Unit("X1-office", "Example Office", parent="X1"),
)

_post = partial(post, unit="X1-lab")


def team(on: date) -> Team:
    """Twelve people, as they are on the day."""
    return Team("ki", UNITS, (*_managers(on), *_technical(on), *_researchers(on), *_special(on)))


def _managers(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "berit",
            "Berit Almgren",
            "head of department, the manager's manager",
            date(year - 57, 5, 20),
            (_post("manager", "Prefekt", date(year - 9, 1, 1), unit="X1"),),
            pay_route=PayRoute.DIALOGUE,
            roles=(Role("head-of-department", "X1"),),
        ),
        Member(
            "mona",
            "Mona Falk",
            "leads the laboratory: the immediate manager",
            date(year - 48, 11, 3),
            (_post("manager", "Forskargruppsledare", date(year - 7, 8, 1)),),
            {"": "berit"},
            pay_route=PayRoute.DIALOGUE,
            delegation=Delegation("d1", "david", start=days(on, -400), people=("klara",)),
        ),
        Member(
            "henrik",
            "Henrik Granqvist",
            "leads the office, and stands in where Mona is disqualified",
            date(year - 52, 2, 14),
            (_post("manager", "Administrativ chef", date(year - 6, 3, 1), unit="X1-office"),),
            {"": "berit"},
            pay_route=PayRoute.DIALOGUE,
            roles=(Role("administrative-manager", "X1"),),
        ),
    )


def _technical(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "klara",
            "Klara Nyholm",
            "research coordinator; her salary is set in the dialogue",
            date(year - 38, 9, 8),
            (_post("technical-administrative", "Forskningskoordinator", date(year - 5, 2, 1)),),
            {"": "mona"},
            pay_route=PayRoute.DIALOGUE,
        ),
        Member(
            "signe",
            "Signe Lundmark",
            "part time in two posts; the union negotiates her salary",
            date(year - 44, 3, 30),
            (
                _post("technical-administrative", "Laborant", date(year - 11, 10, 1), percent=60),
                _post(
                    "technical-administrative",
                    "Handläggare",
                    date(year - 4, 1, 1),
                    number="p2",
                    unit="X1-office",
                    percent=20,
                ),
            ),
            {"p1": "mona", "p2": "henrik"},
            pay_route=PayRoute.COLLECTIVE,
        ),
    )


def _researchers(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "yuki",
            "Yuki Bergdahl",
            "doctoral student, whose salary follows the ladder",
            date(year - 29, 6, 17),
            (
                _post(
                    "doctoral",
                    "Doktorand",
                    date(year - 2, 9, 1),
                    form=EmploymentForm.TEMPORARY,
                    end=date(year + 2, 8, 31),
                ),
            ),
            {"": "mona"},
            pay_route=PayRoute.LADDER,
        ),
        Member(
            "david",
            "David Osterman",
            "senior researcher, to whom Mona has delegated; soon to leave",
            date(year - 46, 12, 1),
            (_post("academic", "Senior forskare", date(year - 8, 4, 1), end=days(on, 45)),),
            {"": "mona"},
            pay_route=PayRoute.DIALOGUE,
        ),
        Member(
            "ruth",
            "Ruth Ekdahl",
            "lecturer, who turned 60 this year",
            date(year - 60, 1, 4),
            (_post("academic", "Universitetslektor", date(year - 20, 1, 1)),),
            {"": "mona"},
            pay_route=PayRoute.DIALOGUE,
        ),
    )


def _special(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "petter",
            "Petter Falk",
            "technician, married to Mona: she is disqualified",
            date(year - 50, 7, 22),
            (_post("technical-administrative", "Tekniker", date(year - 3, 5, 1)),),
            {"": "mona"},
            pay_route=PayRoute.COLLECTIVE,
            disqualification=Disqualification(
                "mona", "close-relation", start=date(year - 3, 5, 1), replaced_by="henrik"
            ),
        ),
        Member(
            "amina",
            "Amina Warfa",
            "laboratory engineer on parental leave",
            date(year - 33, 4, 2),
            (_post("technical-administrative", "Laboratorieingenjör", date(year - 4, 9, 1)),),
            {"": "mona"},
            pay_route=PayRoute.COLLECTIVE,
            absence=Absence("parental", days(on, -60), days(on, 330)),
        ),
        Member(
            "nils",
            "Nils Forsgren",
            "newly employed; his contract keeps him out of this year's review",
            date(year - 31, 8, 11),
            (_post("postdoc", "Postdoktor", days(on, -14), form=EmploymentForm.TEMPORARY),),
            {"": "mona"},
            pay_route=PayRoute.DIALOGUE,
            excluded=(year, "starting salary agreed past the review"),
        ),
        Member(
            "hanna",
            "Hanna Ljungstedt",
            "HR: looks after the register, and reads no word of a dialogue",
            date(year - 41, 10, 25),
            (_post("technical-administrative", "HR-partner", date(year - 2, 2, 1), unit="X1"),),
            {"": "berit"},
            pay_route=PayRoute.COLLECTIVE,
            roles=(Role("hr"),),
        ),
    )
