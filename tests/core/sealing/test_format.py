"""FORMAT.md holds: its test vectors, a reader that knows nothing but it, and a store of its day."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import visavi.sealing
from visavi.sealing import secret, slots
from visavi.sealing.codec import SealedCodec
from visavi.sealing.container import Sealer
from visavi.sealing.keys import MATTERS, REGISTER, Keys, canonical, derived, new_keys, unlocked
from visavi.sealing.secret import typed
from visavi.sealing.seen import Seen
from visavi.sealing.unlocking import by_recovery, unlocking
from visavi.store import TinyRepository, open_store
from visavi_testing.faults import state_of

HERE = Path(__file__).parent
FORMAT = Path(visavi.sealing.__path__[0], "FORMAT.md").read_text(encoding="utf-8")
LINES = re.findall(r"^ ?(\S+(?: \S+)?) {2,}(\S.*)$", FORMAT.partition("```\n")[2], re.MULTILINE)
VECTORS: Mapping[str, str] = dict(LINES)


@pytest.fixture
def keys() -> Keys:
    """The keys of the vectors: of the compartments only that of matters is given there."""
    data_key, store = bytes.fromhex(VECTORS["data key"]), VECTORS["store"]
    return Keys(data_key, store, {**_any(data_key, store), MATTERS: _hex("wrapped")})


def _any(data_key: bytes, store: str) -> dict[str, bytes]:
    from visavi.sealing.keys import COMPARTMENTS, locked

    return {
        name: locked(
            derived(data_key, f"compartment {name}"), bytes(32), f"{store} {name}".encode()
        )
        for name in COMPARTMENTS
    }


def _hex(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name])


def test_the_keys_are_those_of_the_vectors(keys: Keys) -> None:
    """Compartment, names and places."""
    assert keys.of(MATTERS) == _hex("matters key")
    assert derived(keys.data_key, "names", length=64) == _hex("names key")
    assert keys.places == _hex("places key")


def test_the_veil_is_that_of_the_vectors(keys: Keys) -> None:
    """In both directions."""
    codec = SealedCodec(keys, VECTORS["store"], Seen(keys, VECTORS["store"], None))

    assert codec.veiled(VECTORS["person"]) == VECTORS["veiled"]
    assert codec.unveiled(VECTORS["veiled"]) == VECTORS["person"]


def test_the_sealed_file_is_that_of_the_vectors(keys: Keys) -> None:
    """To the byte, with the salt given."""
    sealer = Sealer(keys, VECTORS["store"])
    content, place = VECTORS["content"].encode(), VECTORS["place"]

    assert sealer.seal(content, place, MATTERS, _hex("salt")) == _hex("file")
    assert sealer.unseal(_hex("file"), place, MATTERS) == content


def test_the_key_slot_is_that_of_the_vectors() -> None:
    """The passphrase opens it; made anew with the same salt it is the same."""
    slot = json.loads(VECTORS["slot"])
    found = slots.opened(slots.examined([slot], VECTORS["store"]), typed(VECTORS["passphrase"]))

    assert canonical(slot).decode() == VECTORS["slot"]
    assert slot["salt"] == VECTORS["slot salt"]
    assert found == (_hex("data key"), "k1")


def test_the_recovery_code_is_that_of_the_vectors() -> None:
    """As people see it."""
    assert secret.spelt(_hex("code bytes")) == VECTORS["recovery"]
    assert typed(VECTORS["recovery"]).code == _hex("code bytes")


def read_by_itself(store: str, words: str) -> dict[str, Any]:
    """What the independent opener finds, in a process that cannot import visavi."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _ALONE, str(HERE / "opener.py"), store],
        input=words + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


_ALONE = f"""
import runpy, sys
sys.path.extend({[p for p in sys.path if p.endswith("site-packages")]!r})
sys.modules["visavi"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document without what the disk adds to it, and with its private part in place."""
    found = {name: value for name, value in document.items() if name not in ("crc32", "private")}
    private = document.get("private", {})
    found |= {name: private[name] for name in private if name != "preparations"}
    for party, own in private.get("preparations", {}).items():
        found["preparations"][party] |= own
    return found


def test_an_opener_that_knows_only_the_format_reads_everything(
    computer: Any, sealed: TinyRepository
) -> None:
    """The same documents as visavi, matters and private notes included."""
    found = {place: plain(d) for place, d in read_by_itself(sealed.path, computer.words).items()}
    compartment = found.pop("matters/matters.json")["matters"]

    assert {document["id"]: document for document in found.values()} == state_of(sealed)
    assert {name: plain(matter) for name, matter in compartment.items()} == {
        matter["id"]: matter for matter in sealed.matters()
    }
    assert "dossiers/annamark/person.json" in found


def test_the_opener_takes_a_recovery_code(computer: Any) -> None:
    """As it was shown."""
    code = secret.new_code()
    store = computer.make("store", by_recovery(code))

    found = read_by_itself(store.path, secret.spelt(code))
    assert {place: document["matters"] for place, document in found.items()} == {
        "matters/matters.json": {}
    }


def test_the_opener_is_short_and_knows_nothing_of_visavi() -> None:
    """80 lines at most."""
    source = (HERE / "opener.py").read_text(encoding="utf-8")

    assert len(source.splitlines()) <= 80
    assert "import visavi" not in source
    assert "from visavi" not in source


def test_a_store_that_was_sealed_when_the_form_was_new_still_opens(tmp_path: Path) -> None:
    """Made once and kept: by visavi and by the opener."""
    shutil.copytree(HERE / "store-1", tmp_path / "store")
    for base in ("register", "dossiers", "matters", "index", "staged"):
        (tmp_path / "store" / base).mkdir(exist_ok=True)

    unlock = unlocking(lambda: typed(VECTORS["passphrase"]), None)
    repository = open_store(str(tmp_path / "store"), unlock=unlock)
    alone = read_by_itself(repository.path, VECTORS["passphrase"])

    assert repository.dialogue("007.aaaaaa")["text"] == "what was said"
    assert repository.matter("m-aaaaaaaaaaaa")["text"] == "what was disclosed"
    assert repository.dialogue("007.aaaaaa")["put_aside"] == {"008": {"notes": ["kept apart"]}}
    assert {plain(document)["id"] for document in alone.values()} == {
        *("007", "007.aaaaaa", "m-aaaaaaaaaaaa", "units")
    }


def test_keys_of_another_store_do_not_open_the_compartments() -> None:
    """The store's id is bound to them."""
    data_key, wrapped = new_keys("s-aaaaaaaaaaaa")

    assert len(Keys(data_key, "s-aaaaaaaaaaaa", wrapped).of(REGISTER)) == 32
    with pytest.raises(ValueError, match="register"):
        Keys(data_key, "s-bbbbbbbbbbbb", wrapped)
    assert unlocked(bytes(32), wrapped[REGISTER], b"") is None
