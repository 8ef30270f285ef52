"""``visavi person key``: a person's own key for signing. The private half stays with the person."""

from typing import Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli.keyfiles import (
    KEY_PASSPHRASE_FD,
    passphrase,
    read_file,
    require_free,
    require_outside,
    write_file,
)
from visavi_cli.options import argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render.common import listed
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
PERSON = argument("person")


@VERBS.add(
    "key new",
    "Make your own key for signing, and register its public half; or register one made elsewhere.",
    PERSON,
    option("--out", metavar="FILE", about="Where the private key goes; never into the store."),
    option("--register", metavar="FILE", about="Register this public key instead of making one."),
    flag("--apart", about="Only make the files, here; register the public one later."),
    flag(
        "--no-passphrase", about="Leave the key unsealed: whoever reads the file can sign as you."
    ),
    KEY_PASSPHRASE_FD,
    schema="receipt",
    changes=True,
)
def key_new(
    run: Run,
    person: str,
    out: str | None,
    register: str | None,
    apart: bool,
    no_passphrase: bool,
    key_passphrase_fd: int | None,
) -> Answer:
    """Beside FILE stands FILE.pub, which is for everybody."""
    if (out is None) == (register is None) or (apart and register is not None):
        raise InvalidInput("Say where the key goes with --out, or which to take with --register.")
    if register is not None:
        return _registered(run, person, _public_in(person, register))
    assert out is not None, "one of the two is given"
    require_outside(run, out)
    for name in (out, f"{out}.pub"):
        require_free(name)
    if not apart:
        from visavi.usecases.keys import require_can_register

        require_can_register(run.workspace, run.actor, person)
    public = _made(run, person, out, no_passphrase, key_passphrase_fd)
    answer = _receipt(run, person, public) if apart else _registered(run, person, public)
    if no_passphrase:
        answer.talk = [
            say("The key is not sealed: whoever reads {file} can sign as you.", file=out)
        ]
    return answer


@VERBS.add("key show", "The public keys of a person, with their days.", PERSON, schema="keys")
def key_show(run: Run, person: str) -> Answer:
    """Read the fingerprint to each other: it says whose key it is."""
    from visavi.signing.keys import fingerprint
    from visavi.usecases.keys import list_keys

    found = list_keys(run.workspace, run.actor, person)
    rows = [row | {"fingerprint": fingerprint(row["key"])} for row in found]
    columns = ("person", "start", "end", "fingerprint")
    return Answer(rows, lambda data: listed(data, columns, "No keys."))


@VERBS.add(
    "key export",
    "Write the public key of a person to a file, for somebody who verifies.",
    PERSON,
    option("--out", required=True, metavar="FILE", about="Where it goes."),
    schema="receipt",
    changes=True,
)
def key_export(run: Run, person: str, out: str) -> Answer:
    """The one that counts on the day."""
    from visavi.signing.copies import key_file
    from visavi.usecases.keys import key_to_give

    found = key_to_give(run.workspace, run.actor, person)
    require_free(out)
    if not run.dry_run:
        write_file(out, key_file(found.person, found.key))
    return receipt(run, "person key export", person, path=out, **_shown(found.key))


def _made(run: Run, person: str, out: str, no_passphrase: bool, handle: int | None) -> str:
    from visavi.model.ids import person_id
    from visavi.signing.copies import key_file
    from visavi.signing.keys import new_key

    owner = person_id(person)
    secret = None if no_passphrase else passphrase(run, handle, twice=True)
    content, public = new_key(secret)
    if not run.dry_run:
        write_file(out, content)
        write_file(f"{out}.pub", key_file(owner, public))
    return public


def _public_in(person: str, name: str) -> str:
    from visavi.signing.copies import read_key_file

    found = read_key_file(read_file(name, 10_000))
    if found.person != person:
        raise InvalidInput("This public key is another person's.")
    return found.key


def _registered(run: Run, person: str, public: str) -> Answer:
    from visavi.usecases.keys import register_key

    register_key(run.workspace, run.actor, person, public)
    return _receipt(run, person, public)


def _receipt(run: Run, person: str, public: str) -> Answer:
    return receipt(run, "person key new", person, **_shown(public))


def _shown(public: str) -> dict[str, Any]:
    from visavi.signing.keys import fingerprint

    return {"key": public, "fingerprint": fingerprint(public)}
