"""The invented team under the policy ``uio``: a department with researchers and an office."""

from datetime import date
from functools import partial

from visavi.demo.team import Member, Team, days, post
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    EmploymentForm,
    Role,
    Unit,
)

UNITS = (
    Unit("990000", "Faculty of Worked Examples"),
    Unit("990100", "Department of Examples", parent="990000"),
    Unit("990110", "Office of the Department of Examples", parent="990100"),
)

_post = partial(post, unit="990100")


def team(on: date) -> Team:
    """Twelve people, as they are on the day."""
    return Team("uio", UNITS, (*_managers(on), *_staff(on), *_special(on)))


def _managers(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "torunn",
            "Torunn Aasgård",
            "dean, the manager's manager",
            date(year - 56, 8, 9),
            (_post("manager", "Dekan", date(year - 6, 1, 1), unit="990000"),),
            roles=(Role("dean", "990000"),),
        ),
        Member(
            "ingrid",
            "Ingrid Solvang",
            "head of department: the immediate manager",
            date(year - 49, 11, 30),
            (_post("manager", "Instituttleder", date(year - 7, 8, 1)),),
            {"": "torunn"},
            roles=(Role("head-of-department", "990100"),),
            delegation=Delegation(
                "d1",
                "jonas",
                start=days(on, -400),
                staff_groups=("academic", "postdoc", "doctoral"),
                kinds=("uio.work",),
            ),
        ),
        Member(
            "wenche",
            "Wenche Liland",
            "office manager, and stands in where Ingrid is disqualified",
            date(year - 53, 2, 12),
            (_post("manager", "Kontorsjef", date(year - 5, 3, 1), unit="990110"),),
            {"": "ingrid"},
            roles=(Role("office-manager", "990110"),),
        ),
        Member(
            "jonas",
            "Jonas Mikkelrud",
            "head of research, to whom Ingrid has delegated the researchers",
            date(year - 51, 6, 4),
            (_post("academic", "Professor", date(year - 10, 1, 1)),),
            {"": "ingrid"},
            roles=(Role("head-of-research", "990100"),),
        ),
    )


def _staff(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "kari",
            "Kari Nordhagen",
            "senior adviser; her dialogue is the one we follow",
            date(year - 39, 9, 18),
            (_post("technical-administrative", "Seniorrådgiver", date(year - 5, 2, 1)),),
            {"": "ingrid"},
        ),
        Member(
            "sverre",
            "Sverre Dalland",
            "professor, who turned 60 this year",
            date(year - 60, 1, 4),
            (_post("academic", "Professor", date(year - 22, 1, 1)),),
            {"": "ingrid"},
        ),
        Member(
            "mathias",
            "Mathias Bråten",
            "researcher part time in two posts",
            date(year - 42, 3, 27),
            (
                _post("academic", "Forsker", date(year - 6, 10, 1), percent=60),
                _post(
                    "technical-administrative",
                    "Rådgiver",
                    date(year - 2, 1, 1),
                    number="p2",
                    unit="990110",
                    percent=20,
                ),
            ),
            {"p1": "ingrid", "p2": "wenche"},
        ),
        Member(
            "ravi",
            "Ravi Chandran",
            "newly employed doctoral research fellow",
            date(year - 28, 5, 15),
            (
                _post(
                    "doctoral",
                    "Stipendiat",
                    days(on, -14),
                    form=EmploymentForm.TEMPORARY,
                    end=days(on, 1081),
                ),
            ),
            {"": "ingrid"},
        ),
    )


def _special(on: date) -> tuple[Member, ...]:
    year = on.year
    return (
        Member(
            "espen",
            "Espen Solvang",
            "engineer, married to Ingrid: she is disqualified",
            date(year - 47, 7, 2),
            (_post("technical-administrative", "Overingeniør", date(year - 3, 5, 1)),),
            {"": "ingrid"},
            disqualification=Disqualification(
                "ingrid", "close-relation", start=date(year - 3, 5, 1), replaced_by="wenche"
            ),
        ),
        Member(
            "oda",
            "Oda Fjellstad",
            "postdoctoral fellow on parental leave",
            date(year - 34, 4, 22),
            (
                _post(
                    "postdoc",
                    "Postdoktor",
                    date(year - 2, 9, 1),
                    form=EmploymentForm.TEMPORARY,
                    end=date(year + 2, 8, 31),
                ),
            ),
            {"": "ingrid"},
            absence=Absence("parental", days(on, -60), days(on, 200)),
        ),
        Member(
            "gro",
            "Gro Tveiten",
            "senior adviser, soon to leave",
            date(year - 55, 1, 29),
            (
                _post(
                    "technical-administrative",
                    "Seniorrådgiver",
                    date(year - 12, 6, 1),
                    unit="990110",
                    end=days(on, 45),
                ),
            ),
            {"": "wenche"},
        ),
        Member(
            "hege",
            "Hege Myklebost",
            "HR: looks after the register, and reads no word of a dialogue",
            date(year - 45, 10, 6),
            (_post("technical-administrative", "Rådgiver", date(year - 4, 2, 1), unit="990000"),),
            {"": "torunn"},
            roles=(Role("hr"),),
        ),
    )
