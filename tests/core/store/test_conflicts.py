"""Two computers on one synced folder: both versions are kept, named, and never merged."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.errors import Conflict, NotFound, StoreDamaged, StoreOlder
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, check, conflicts, create_store, open_store, settle
from visavi_testing.faults import Faulty, dies_at

DOCUMENT = "dossiers/anna/aaaaaa.json"
WORDS = "correct horse battery"
NAMES = (
    "aaaaaa (conflicted copy 2026-11-22).json",
    "aaaaaa (Mia's conflicted copy 2026-11-22).json",
    "aaaaaa.sync-conflict-20261122-101112-ABCDEFG.json",
    "aaaaaa~LAPTOP.json",
    "aaaaaa-LAPTOP.json",
    "aaaaaa_conflict-20261122-101112.json",
    "aaaaaa.json.orig",
    "Copy of aaaaaa.json",
    "något helt annat",
)

Computers = tuple[TinyRepository, TinyRepository, Callable[[], TinyRepository]]


@pytest.fixture(params=[False, True], ids=["unsealed", "sealed"])
def computers(request: pytest.FixtureRequest, tmp_path: Path) -> Computers:
    """One store on two computers, after each has changed the same dialogue; and the first anew."""
    seen = str(tmp_path / "seen")
    made = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], seen) if request.param else None
    here = create_store(str(tmp_path / "here"), wait=0.0, sealing=made)
    with here.changing("test") as change:
        change.put_person({"id": "anna", "name": "Anna"})
        change.put_dialogue({"id": "anna.aaaaaa", "text": "first"})
        change.put_dialogue({"id": "anna.bbbbbb", "text": "other"})
        change.put_matter({"id": "m-aaaaaaaaaaaa", "text": "matter"})
        change.put_register("units", {"units": ["K8"]})
    shutil.copytree(here.path, tmp_path / "there")
    shutil.copytree(here.path, tmp_path / "first")

    def opened(name: str, memory: str | None) -> TinyRepository:
        unlock = unlocking(lambda: typed(WORDS), memory) if request.param else None
        return open_store(str(tmp_path / name), wait=0.0, unlock=unlock)

    there = opened("there", str(tmp_path / "seen there"))
    say(here, "mine")
    say(there, "theirs")
    say(there, "theirs again")
    return here, there, lambda: opened("here", seen)


def say(repository: TinyRepository, text: str) -> None:
    """Change the dialogue."""
    with repository.changing("test") as change:
        change.put_dialogue({**repository.dialogue("anna.aaaaaa"), "text": text})


def file_of(repository: TinyRepository) -> Path:
    """Where the dialogue lies."""
    return next(Path(repository.path).rglob("aaaaaa.json"))


def synced(computers: Computers, name: str = NAMES[0]) -> TinyRepository:
    """The first computer after the sync program brought the second one's version."""
    here, there, again = computers
    copy = file_of(here).with_name(name)
    shutil.copy(file_of(there), copy)
    copy.chmod(0o600)
    return again()


@pytest.mark.parametrize("name", NAMES)
def test_a_second_version_is_known_by_what_is_in_it(computers: Computers, name: str) -> None:
    """Whatever the sync program calls it; the one in use stays in use, and nothing is merged."""
    here = synced(computers, name)

    (found,) = conflicts(here)

    assert (found.place, found.document) == (f"dossiers/anna/{name}", DOCUMENT)
    assert (found.kind, found.id) == ("dialogue", "anna.aaaaaa")
    assert (found.mine, found.theirs, found.equal) == (2, 3, False)
    assert here.dialogue("anna.aaaaaa")["text"] == "mine"
    assert [d["id"] for d in here.dialogues_of("anna")] == ["anna.aaaaaa", "anna.bbbbbb"]
    assert [problem.code for problem in check(here)] == ["conflict"]
    assert here.shelves.beside == {found.place}


@pytest.mark.parametrize("name", NAMES)
def test_whoever_reads_one_dialogue_meets_its_second_version(
    computers: Computers, name: str
) -> None:
    """Looking around costs a folder for each that was read in, and that of the store itself."""
    here = synced(computers, name)
    with here.changing("test") as change:
        for number in range(30):
            change.put_person({"id": f"p{number}"})
    opened = computers[2]()

    assert opened.shelves.look_around() == set()
    opened.dialogue("anna.aaaaaa")
    with Faulty() as faulty:
        met = opened.shelves.look_around()

    assert met == {f"dossiers/anna/{name}"}
    assert faulty.times("listdir") == len(faulty.seen) <= 3


def test_a_later_version_that_was_laid_aside_by_a_sync_program_can_be_taken_back(
    computers: Computers, tmp_path: Path
) -> None:
    """The older one is in use: sealed, it is refused by name, and all else can be read."""
    here, there, again = computers
    copy = file_of(here).with_name(NAMES[0])
    say(here, "mine again")
    shutil.copy(file_of(here), copy)
    shutil.copy(file_of(there), file_of(here))
    say(there, "later than ours")

    opened = again()
    (found,) = conflicts(opened)
    assert (found.mine, found.theirs) == (3, 3)

    shutil.copy(next((tmp_path / "first").rglob("aaaaaa.json")), file_of(here))
    opened = again()
    assert opened.person("anna")["name"] == "Anna"
    if opened.sealed:
        with pytest.raises(StoreOlder, match="older than it was"):
            opened.dialogue("anna.aaaaaa")
    (found,) = conflicts(opened)
    assert (found.mine, found.theirs) == (1, 3)

    file_of(here).unlink()
    (found,) = conflicts(again())
    assert (found.mine, found.theirs) == (None, 3)

    settle(again(), found.place, "test", theirs=True)
    assert again().dialogue("anna.aaaaaa")["text"] == "mine again"
    assert check(again()) == []


def test_an_older_version_beside_does_not_open_a_store_that_went_back(
    computers: Computers, tmp_path: Path
) -> None:
    """Only what is later than the one in use lets somebody choose."""
    here, _, again = computers
    first = next((tmp_path / "first").rglob("aaaaaa.json"))
    shutil.copy(first, file_of(here).with_name(NAMES[0]))
    shutil.copy(first, file_of(here))

    if not here.sealed:
        assert again().dialogue("anna.aaaaaa")["text"] == "first"
        return
    with pytest.raises(StoreOlder):
        again()


@pytest.mark.parametrize("kept", ["mine", "theirs again"])
def test_one_is_kept_and_the_other_is_put_aside(computers: Computers, kept: str) -> None:
    """It can be chosen again, and again; both computers take what was kept for the latest."""
    here = synced(computers)
    other = {"mine": "theirs again", "theirs again": "mine"}[kept]
    (found,) = conflicts(here)

    aside = settle(here, found.place, "test", theirs=kept != "mine")

    assert (here.dialogue("anna.aaaaaa")["text"], conflicts(here)) == (kept, [])
    assert here.dialogue("anna.aaaaaa")["revision"] == 4
    assert check(here) == []
    (later,) = conflicts(here, put_aside=True)
    assert (later.place, later.mine) == (aside, 4)

    settle(here, aside, "test", theirs=True)
    assert here.dialogue("anna.aaaaaa")["text"] == other
    assert len(conflicts(here, put_aside=True)) == 1
    assert check(here) == []
    there = computers[1]
    shutil.copy(file_of(here), file_of(there))
    assert there.dialogue("anna.aaaaaa")["text"] == other


def test_every_kind_of_document_can_be_there_twice(computers: Computers) -> None:
    """In the register a copy's name may even be one of ours."""
    here = computers[0]
    for place, name in (
        ("person.json", "person~X.json"),
        ("matters.json", "matters (1).json"),
        ("units.json", "units-laptop.json"),
        ("store.json", "store (1).json"),
    ):
        file = next(Path(here.path).rglob(place))
        shutil.copy(file, file.with_name(name))

    found = conflicts(here)

    assert [(rival.kind, rival.equal) for rival in found] == [
        *(("person", True), ("matters", True), ("register", True), ("store", True))
    ]
    assert {problem.code for problem in check(here) if "foreign" not in problem.code} <= {
        *("conflict", "open")
    }
    told = next(rival.as_mapping() for rival in found if rival.kind == "matters")
    assert (told["mine"], told["theirs"]) == (0, 0)
    with pytest.raises(NotFound):
        settle(here, "store (1).json", "test", theirs=True)


def test_what_is_no_version_of_a_document_is_none(computers: Computers) -> None:
    """Files of the system, cut copies, links, and what a dead program had staged."""
    here = computers[0]
    folder = file_of(here).parent
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / "aaaaaa (cut).json").write_bytes(file_of(here).read_bytes()[:-9])
    (folder / "aaaaaa (link).json").symlink_to(folder / "aaaaaa.json")
    (folder / "aaaaaa (folder).json").mkdir()

    (folder / ".0123456789abcdef.tmp").write_bytes(file_of(here).read_bytes())

    assert conflicts(here) == []
    with pytest.raises(NotFound):
        settle(here, "dossiers/anna/.DS_Store", "test", theirs=True)
    with pytest.raises(NotFound):
        settle(here, "dossiers/anna/aaaaaa.json", "test", theirs=True)


def test_a_version_whose_first_one_is_gone_or_damaged_can_be_taken(computers: Computers) -> None:
    """There is no other that could be kept; a damaged one is put aside as it is."""
    here = synced(computers)
    whole = file_of(here).read_bytes()
    for content in (None, whole[:-9]):
        file = Path(here.path, file_of(here).parent, "aaaaaa.json")
        copy = synced(computers)
        file.unlink() if content is None else file.write_bytes(content)
        (found,) = conflicts(copy)
        assert found.mine is None
        with pytest.raises(Conflict, match="no version"):
            settle(copy, found.place, "test", theirs=False)

        aside = settle(copy, found.place, "test", theirs=True)
        assert copy.dialogue("anna.aaaaaa")["text"] == "theirs again"
        if content is not None:
            assert (file.parent / Path(aside).name).read_bytes() == content


def test_versions_put_aside_go_with_their_document(computers: Computers) -> None:
    """With the dossier, and with a matter."""
    here = synced(computers)
    matters = next(Path(here.path).rglob("matters.json"))
    shutil.copy(matters, matters.with_name("matters~X.json"))
    for rival in conflicts(here):
        settle(here, rival.place, "test", theirs=False)
    assert len(list(Path(here.path).rglob("*.aside"))) == 2

    with here.changing("test") as change:
        change.remove_matter("m-aaaaaaaaaaaa")
    with here.changing("test") as change:
        change.remove_person("anna")

    assert list(Path(here.path).rglob("*.aside")) == []


@pytest.mark.parametrize("theirs", [False, True], ids=["mine", "theirs"])
def test_a_kill_while_settling_loses_neither(computers: Computers, theirs: bool) -> None:
    """At every call: both versions are somewhere in the store, and one of them is in use."""
    here = synced(computers)
    before = {p: p.read_bytes() for p in Path(here.path).rglob("*") if p.is_file()}
    for number in range(1, 300):
        for path in [p for p in Path(here.path).rglob("*") if p.is_file() and p not in before]:
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        place = conflicts(here)[0].place

        def act(place: str = place) -> None:
            settle(here, place, "test", theirs=theirs)

        died = dies_at(number, act)
        here.folder.codec.wrote(DOCUMENT, 0)
        texts = {here.dialogue("anna.aaaaaa")["text"]}
        for rival in conflicts(here, put_aside=True):
            content = (Path(here.folder.at(rival.place))).read_bytes()
            decoded = here.shelves.opened(content, "dialogue", rival.id, rival.document)
            texts.add(decoded["text"])
        assert texts == {"mine", "theirs again"}
        if died is None:
            return
    pytest.fail("it never came to its end")


def test_a_dry_run_settles_nothing(computers: Computers) -> None:
    """It only says whether it could."""
    here = synced(computers)
    (found,) = conflicts(here)

    settle(here, found.place, "test", theirs=True, dry_run=True)

    assert conflicts(here) == [found]


def test_damage_is_still_damage(computers: Computers) -> None:
    """A document that cannot be read is no second version of another one."""
    here = computers[0]
    file = next(Path(here.path).rglob("units.json"))
    file.write_bytes(file.read_bytes()[:-3])

    assert [problem.code for problem in check(here)] == ["damaged"]
    with pytest.raises(StoreDamaged):
        here.register("units")
