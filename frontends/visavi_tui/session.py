"""The app's hand on the core: who acts, in which store; every deed is a use case."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from visavi import access
from visavi.errors import NotFound, VisaviError
from visavi.usecases import whole
from visavi.usecases.actor import Actor
from visavi.usecases.reports import completion
from visavi_tui.desk import Desk

if TYPE_CHECKING:
    from visavi.policy.policy import Policy
    from visavi.usecases.agenda import Agenda, Line
    from visavi.usecases.workspace import Workspace

T = TypeVar("T")
Counting = Callable[[Iterable[Mapping[str, Any]], Mapping[str, str]], dict[str, Any]]


class Session:
    """One person at one store. Texts of dialogues are read when they are shown, never kept."""

    def __init__(self, desk: Desk, person: str | None) -> None:
        assert desk.repository is not None, "somebody acts in a store"
        self.desk = desk
        self.repository = desk.repository
        self.person = person
        self._names: dict[str, str] = {}

    @cached_property
    def workspace(self) -> "Workspace":
        """The store with its policies: what a use case is given."""
        workspace = self.desk.workspace
        assert workspace is not None, "a store comes with its policies"
        return workspace

    @property
    def actor(self) -> Actor:
        """Who acts, on the day that counts, now."""
        return Actor(self.person, self.desk.day(), self.desk.moment())

    def as_person(self, person: str | None) -> "Session":
        """The same store for somebody else."""
        return Session(self.desk, person)

    def name(self, person: str | None) -> str:
        """The person's name; the id where no name is known."""
        if person is None:
            return "-"
        if person not in self._names:
            try:
                document = self.repository.person(person)
                self._names[person] = str(document.get("name") or person)
            except NotFound:
                self._names[person] = person
        return self._names[person]

    def first_name(self, person: str) -> str:
        """What the other one calls the person."""
        return self.name(person).partition(" ")[0]

    def named(self, row: Mapping[str, Any]) -> str:
        """Its sentence, with names where it has the ids of people whom its facts tell of."""
        from visavi.policy.stated import PEOPLE

        text = str(row["sentence"])
        for fact in PEOPLE.intersection(row["facts"]):
            id_ = str(row["facts"][fact] or "")
            if id_ and not id_.isdigit():  # a number may be anything else in a sentence
                alone = rf"(?<![\w-]){re.escape(id_)}(?![\w-])"
                text = self.name(id_).join(re.split(alone, text))
        return text

    def stated(self, row: Mapping[str, Any]) -> Iterator[str]:
        """The facts of an obligation or finding, as its policy and we call them."""
        from visavi.policy.stated import stated

        try:
            policy = self.workspace.policies.by_id(row["policy"])
        except VisaviError:
            policy = None  # it failed meanwhile: its facts keep their own names
        return stated(row["facts"], policy, self.name)

    def policy(self, employee: str) -> "Policy":
        """The policy that applies to the employee."""
        from visavi.usecases.deeds import policy_of

        return policy_of(self.workspace, employee, self.actor)

    def show(self, dialogue: str) -> dict[str, Any]:
        """The dialogue as this person may see it."""
        from visavi.usecases.read_dialogues import show_dialogue

        return whole.dialogue(show_dialogue(self.repository, self.actor, dialogue))

    def questions(self, dialogue: str, topic: str = "") -> list[dict[str, Any]]:
        """The questions of the bank for this dialogue, or for one topic of it."""
        from visavi.usecases.questions import questions_of

        found = questions_of(self.workspace, self.actor, dialogue)
        return [row for row in found if topic in ("", row["topic"])]

    def dialogues(self, employee: str | None = None) -> Iterator[dict[str, Any]]:
        """All dialogues that this person may know of, each as far as it may be read."""
        from visavi.usecases.read_dialogues import list_dialogues

        repository = self.repository
        found = list_dialogues(repository, self.actor, employee=employee, texts=True)
        return map(whole.dialogue, found)

    def deeds(self, shown: dict[str, Any]) -> frozenset[str]:
        """What this person may do to the dialogue as it stands; the policy may still refuse."""
        mine = access.DEEDS[access.Relation(shown["relation"])]
        state = shown["state"]
        open_again = state == "signed" and bool(shown.get("supplement"))
        from visavi.usecases.deeds import IN_SUPPLEMENT, ORDER

        return frozenset(
            deed
            for deed in mine
            if state in ORDER.get(deed, (frozenset(), None))[0]
            or (open_again and deed in IN_SUPPLEMENT)
        )

    def do(self, deed: Callable[..., T], *values: Any, **named: Any) -> T:
        """Do a use case in this store as this person."""
        return deed(self.workspace, self.actor, *values, **named)

    def agenda(self) -> "Agenda":
        """What is due, for those whom this person answers for."""
        from visavi.usecases.agenda import agenda

        by = self.actor

        def build(people: Iterable[str] | None) -> "tuple[Iterable[Line], list[str]]":
            from visavi.usecases.agenda_build import AgendaBuilder

            return AgendaBuilder(self.workspace, by)(people)

        return agenda(self.repository, by, self.desk.fingerprint(), build)

    def keeps_register(self) -> bool:
        """Whether this person sees numbers only: the keeper, or HR."""
        return access.is_hr(self.repository, self.person, self.actor.on)

    def completion(self, count: Counting = completion) -> dict[str, Any]:
        """How many owed dialogues are met, by kind and unit: numbers about five people or more."""
        repository, by = self.workspace.repository, self.actor
        access.require_register(repository, by.person, by.on)
        units = {}
        for person in repository.people():
            posts = access.posts_on(person, by.on.isoformat())
            units[person["id"]] = posts[0]["unit"] if posts else ""
        return count(self.agenda().items(), units)

    def activities(self, employee: str | None = None) -> Iterator[dict[str, Any]]:
        """The activities in plans that this person may read."""
        from visavi.usecases.read_dialogues import list_activities

        found = list_activities(self.repository, self.actor, employee=employee)
        return map(whole.activity, found)

    def last_plan(self, dialogue: str) -> list[dict[str, Any]]:
        """The plan that this dialogue opens with."""
        from visavi.usecases.read_dialogues import last_plan

        return list(map(whole.activity, last_plan(self.repository, self.actor, dialogue)))
