"""What is damaged, cut, foreign, older or forged is refused, each by its own name."""

import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any
from zlib import crc32

import pytest

from visavi.errors import (
    StoreCut,
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreNewer,
    StoreOlder,
    WrongPassphrase,
)
from visavi.store import TinyRepository, check, open_store, strictjson
from visavi.store.local import FORMAT
from visavi_testing.faults import state_of

Alter = Callable[[dict[str, Any]], object]


def files_of(repository: TinyRepository) -> list[Path]:
    """Every sealed document of the store."""
    return sorted(Path(repository.path).rglob("*/*.json"))


def places(content: bytes) -> list[int]:
    """Each byte; of the matters, which are one long seal over a filler, those at both ends, and of
    what lies between every two-thousandth."""
    length = len(content)
    if length < 5000:
        return list(range(length))
    return [*range(200), *range(200, length - 40, 2003), *range(length - 40, length)]


def read_all(repository: TinyRepository) -> None:
    """Every document, the matters too."""
    state_of(repository)
    list(repository.matters())


def rewrite(path: Path, content: bytes) -> None:
    """Other bytes in the same file."""
    path.write_bytes(content)


def altered(repository: TinyRepository, alter: Alter) -> None:
    """``store.json`` with other key slots, and a checksum that fits."""
    path = Path(repository.path, "store.json")
    description = strictjson.decode(path.read_bytes(), "store.json")
    alter(description)
    path.write_bytes(strictjson.encode(description))


def test_every_flipped_bit_of_a_document_is_damage(sealed: TinyRepository) -> None:
    """Never anything else, and never opened."""
    for path in files_of(sealed):
        whole = path.read_bytes()
        for bit in (8 * byte + bit for byte in places(whole) for bit in range(8)):
            content = bytearray(whole)
            content[bit // 8] ^= 1 << bit % 8
            rewrite(path, bytes(content))
            with pytest.raises(StoreDamaged) as refusal:
                read_all(sealed)
            assert (type(refusal.value), path.name, bit) == (StoreDamaged, path.name, bit)
        rewrite(path, whole)
    assert len(files_of(sealed)) == 4
    read_all(sealed)


def test_every_cut_of_a_document_is_a_cut(sealed: TinyRepository) -> None:
    """Each length, from nothing to one byte less."""
    for path in files_of(sealed):
        whole = path.read_bytes()
        for length in places(whole):
            rewrite(path, whole[:length])
            with pytest.raises(StoreCut, match="cut off"):
                read_all(sealed)
        rewrite(path, whole)
    read_all(sealed)


def test_bytes_behind_the_end_are_damage(sealed: TinyRepository) -> None:
    """One is enough."""
    rewrite(files_of(sealed)[0], files_of(sealed)[0].read_bytes() + b"\n")

    with pytest.raises(StoreDamaged, match="behind its end"):
        read_all(sealed)


def test_every_flipped_bit_and_cut_of_the_key_slots_is_damage(
    computer: Any, sealed: TinyRepository
) -> None:
    """Before anything is derived: the passphrase is not even asked for."""
    path = Path(sealed.path, "store.json")
    whole = path.read_bytes()

    def wrong() -> Iterator[bytes]:
        for bit in range(8 * len(whole)):
            content = bytearray(whole)
            content[bit // 8] ^= 1 << bit % 8
            yield bytes(content)
        yield from (whole[:length] for length in range(len(whole)))

    for content in wrong():
        rewrite(path, content)
        with pytest.raises(StoreDamaged):
            open_store(sealed.path, unlock=_never(computer))


def _never(computer: Any) -> Any:
    from visavi.sealing.unlocking import unlocking

    def asked() -> Any:
        raise AssertionError("the passphrase was asked for")

    return unlocking(asked, computer.seen)


def test_a_wrong_passphrase_is_no_damage(computer: Any, sealed: TinyRepository) -> None:
    """Any number of times, and nothing on the disk counts them."""
    before = {path: path.read_bytes() for path in Path(sealed.path).rglob("*") if path.is_file()}
    for words in ("", "Correct horse battery", "å" * 500):
        with pytest.raises(WrongPassphrase, match="opens none of the 1 key slots"):
            computer.open(words=words)

    after = {path: path.read_bytes() for path in Path(sealed.path).rglob("*") if path.is_file()}
    assert after == before


def test_without_a_passphrase_a_sealed_store_is_locked(sealed: TinyRepository) -> None:
    """The library asks nobody."""
    with pytest.raises(StoreLocked, match="needs its passphrase"):
        open_store(sealed.path)


def test_a_file_of_another_store_is_foreign(
    computer: Any, sealed: TinyRepository, filling: Callable[[TinyRepository], None]
) -> None:
    """Though it has the same name, passphrase and content."""
    other = computer.make("other")
    filling(other)
    theirs, ours = (Path(s.path, "register", "units.json") for s in (other, sealed))
    shutil.copy(theirs, ours)

    with pytest.raises(StoreForeign, match="another store"):
        sealed.register("units")


def test_a_file_of_another_place_is_foreign(sealed: TinyRepository) -> None:
    """A dialogue that is passed off as another one, and a matter as a register file."""
    with sealed.changing("test") as change:
        change.put_dialogue({"id": "annamark.bbbbbb", "text": "another"})
    one = next(path for path in files_of(sealed) if path.name == "bbbbbb.json")
    shutil.copy(one.with_name("aaaaaa.json"), one)
    matter = Path(sealed.path, "matters", "matters.json")
    shutil.copy(matter, Path(sealed.path, "register", "units.json"))

    with pytest.raises(StoreForeign, match="another place"):
        sealed.dialogue("annamark.bbbbbb")
    with pytest.raises(StoreForeign, match="another place"):
        sealed.register("units")
    assert [problem.code for problem in check(sealed)] == ["damaged", "damaged"]


def test_a_file_that_is_not_sealed_is_damage(sealed: TinyRepository) -> None:
    """Plain text is not taken for a document."""
    place = Path(sealed.path, "register", "units.json")
    place.write_bytes(strictjson.encode({"schema": "visavi.register/1", "id": "units"}))

    with pytest.raises(StoreDamaged, match="not a sealed file"):
        sealed.register("units")


def test_a_newer_form_is_told_from_damage(sealed: TinyRepository) -> None:
    """By a header that is whole."""
    place = Path(sealed.path, "register", "units.json")
    content = bytearray(place.read_bytes())
    content[6] = 2
    content[76:80] = struct.pack(">I", crc32(bytes(content[:76])))
    place.write_bytes(bytes(content))

    with pytest.raises(StoreNewer, match="form 2"):
        sealed.register("units")


def test_a_form_that_there_never_was_is_damage(sealed: TinyRepository) -> None:
    """Nobody is sent to look for a newer program."""
    place = Path(sealed.path, "register", "units.json")
    content = bytearray(place.read_bytes())
    content[6] = 0
    content[76:80] = struct.pack(">I", crc32(bytes(content[:76])))
    place.write_bytes(bytes(content))

    with pytest.raises(StoreDamaged, match="never was"):
        sealed.register("units")


def test_a_length_without_room_for_a_seal_is_damage(sealed: TinyRepository) -> None:
    """A header may be whole and nothing behind it."""
    place = Path(sealed.path, "register", "units.json")
    content = bytearray(place.read_bytes()[:76])
    content[72:76] = struct.pack(">I", 0)
    place.write_bytes(bytes(content) + struct.pack(">I", crc32(bytes(content))))

    with pytest.raises(StoreDamaged, match="not written with the keys"):
        sealed.register("units")


def test_a_garbled_derived_file_is_as_good_as_none(sealed: TinyRepository) -> None:
    """It can be made anew."""
    place = Path(sealed.path, "index", "agenda")
    place.write_bytes(place.read_bytes()[:-1])

    assert sealed.derived("agenda") is None


def slot_of(description: dict[str, Any]) -> dict[str, Any]:
    """The only key slot."""
    found: dict[str, Any] = description["sealed"]["slots"][0]
    return found


FORGED: dict[str, Alter] = {
    "a terabyte of memory": lambda d: slot_of(d).update(memory=1 << 30),
    "no memory": lambda d: slot_of(d).update(memory=0),
    "less memory than is safe": lambda d: slot_of(d).update(memory=4096),
    "no pass": lambda d: slot_of(d).update(passes=0),
    "endless passes": lambda d: slot_of(d).update(passes=2**62),
    "passes by the million over all slots": lambda d: slot_of(d).update(
        memory=1 << 20, passes=16, lanes=1
    ),
    "no lane": lambda d: slot_of(d).update(lanes=0),
    "a yes for a number": lambda d: slot_of(d).update(passes=True),
    "a broken number": lambda d: slot_of(d).update(passes=1.5),
    "a text for a number": lambda d: slot_of(d).update(memory="8192"),
    "a short salt": lambda d: slot_of(d).update(salt="00"),
    "a salt that is none": lambda d: slot_of(d).update(salt="zz" * 32),
    "no wrapped key": lambda d: slot_of(d).pop("wrapped"),
    "one member too many": lambda d: slot_of(d).update(more=1),
    "an unknown kind": lambda d: slot_of(d).update(kind="fingerprint"),
    "no slot": lambda d: d["sealed"].update(slots=[]),
    "nine slots": lambda d: d["sealed"].update(slots=[slot_of(d)] * 9),
    "the same slot twice": lambda d: d["sealed"].update(slots=[slot_of(d)] * 2),
    "slots that are none": lambda d: d["sealed"].update(slots="k1"),
    "no compartments": lambda d: d["sealed"].update(compartments={}),
    "no generation": lambda d: d["sealed"].update(generation=0),
    "nothing": lambda d: d.update(sealed={}),
    "nothing at all": lambda d: d.update(sealed=None),
    "a name of a slot that is none": lambda d: slot_of(d).update(id="k1\n"),
    "a slot without a number": lambda d: slot_of(d).update(id="first"),
    "one compartment too many": lambda d: d["sealed"]["compartments"].update(more="00" * 48),
    "a compartment with spaces in it": lambda d: d["sealed"]["compartments"].update(
        private=" ".join(["00"] * 48)
    ),
    "an id that climbs": lambda d: d.update(id="../../x"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_forged_key_slots_are_refused_before_any_work(
    computer: Any, sealed: TinyRepository, forged: str
) -> None:
    """In less than 50 ms, and before the passphrase is asked for."""
    altered(sealed, FORGED[forged])

    began = process_time()
    with pytest.raises(StoreDamaged):
        open_store(sealed.path, unlock=_never(computer))
    assert process_time() - began < 0.05


def test_a_key_slot_of_another_store_is_foreign(computer: Any, sealed: TinyRepository) -> None:
    """Though the same passphrase opens it."""
    other = computer.make("other")
    altered(sealed, lambda d: d["sealed"].update(slots=other.description["sealed"]["slots"]))

    with pytest.raises(StoreForeign, match="A key slot"):
        open_store(sealed.path, unlock=_never(computer))


def test_a_key_slot_of_another_store_that_is_renamed_does_not_open(
    computer: Any, sealed: TinyRepository
) -> None:
    """The store's id is bound to what the slot holds."""
    theirs = computer.make("other").description["sealed"]["slots"]
    renamed = [{**slot, "store": sealed.store_id} for slot in theirs]
    altered(sealed, lambda d: d["sealed"].update(slots=renamed))

    with pytest.raises(WrongPassphrase):
        computer.open()


@pytest.mark.parametrize(
    "alter",
    [
        lambda d: d["sealed"].update(generation=7),
        lambda d: d["sealed"]["slots"].append({**slot_of(d), "id": "k9"}),
    ],
    ids=["generation", "slot"],
)
def test_key_slots_that_somebody_without_the_key_changed_are_damage(
    computer: Any, sealed: TinyRepository, alter: Alter
) -> None:
    """Though each slot is one, and the checksum fits."""
    altered(sealed, alter)

    with pytest.raises(StoreDamaged, match="without the key"):
        computer.open()


def test_a_lowered_cost_opens_nothing(computer: Any, sealed: TinyRepository) -> None:
    """The cost is bound to what the slot holds: it cannot be made cheap to guess."""
    altered(sealed, lambda d: slot_of(d).update(passes=2))

    with pytest.raises(WrongPassphrase):
        computer.open()


def test_every_refusal_has_a_name_of_its_own() -> None:
    """Five ways to be unusable, five codes."""
    kinds: list[type[StoreError]] = [
        WrongPassphrase,
        StoreDamaged,
        StoreCut,
        StoreForeign,
        StoreOlder,
    ]

    assert len({kind.code for kind in kinds}) == len(kinds)


def test_a_sealed_store_of_a_newer_form_is_opened_and_read_only(
    computer: Any, sealed: TinyRepository
) -> None:
    """With its passphrase; what is sealed in a newer way is refused by itself."""
    path = Path(sealed.path, "store.json")
    description = strictjson.decode(path.read_bytes(), path.name)
    path.write_bytes(strictjson.encode({**description, "format": FORMAT + 1}))

    found = computer.open()
    assert found.person("annamark")["name"] == "NAMEMARK"
    with pytest.raises(StoreNewer), found.changing("test"):
        pass
