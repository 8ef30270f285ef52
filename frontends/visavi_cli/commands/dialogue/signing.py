"""After the talk: sign, refuse, supplement, release, close."""

from typing import Any

from visavi_cli.keyfiles import KEY_PASSPHRASE_FD, SEAL_PASSPHRASE_FD
from visavi_cli.linear import converse, wanted
from visavi_cli.options import FILE, OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
DIALOGUE = argument("dialogue")
SHOWN = option(
    "--fingerprint",
    metavar="HEX",
    about="The fingerprint of the text you read; another text is not signed.",
)


@VERBS.add(
    "sign",
    "Sign the record and plan as they stand; a dissent comes from --file.",
    DIALOGUE,
    SHOWN,
    option("--file", metavar="FILE", about="Read a dissent from this file; - is stdin."),
    option(
        "--level",
        type=OneOf("noted", "paper", "here"),
        default="noted",
        about="How: noted in the program, on paper, or here: then type your id on stdin.",
    ),
    option("--for", "noted_for", metavar="ID", about="Note that the employee confirmed it."),
    option("--how", default="", metavar="WORDS", about="How the employee confirmed it."),
    option("--key", metavar="FILE", about="Sign with your own key; DIALOGUE may be a copy then."),
    KEY_PASSPHRASE_FD,
    option("--out", metavar="FILE", about="Where the signed copy goes; sealed if the first was."),
    SEAL_PASSPHRASE_FD,
    option("--returned", metavar="COPY", about="Enter the signature that this copy brings."),
    schema="receipt",
    changes=True,
)
def sign(run: Run, dialogue: str, **given: Any) -> Answer:
    """The actor's signature; when both have answered the dialogue is signed."""
    bare = given["level"] == "noted" and not any(v for k, v in given.items() if k != "level")
    if wanted(run, bare=bare):
        return converse(run, "sign", dialogue)
    from visavi_cli import signatures

    return signatures.sign(run, dialogue, signatures.Given(**given))


@VERBS.add(
    "refuse",
    "Refuse to sign; the reason comes on stdin. The dialogue counts as held.",
    DIALOGUE,
    SHOWN,
    FILE,
    option("--key", metavar="FILE", about="Sign it with your own key; DIALOGUE may be a copy."),
    KEY_PASSPHRASE_FD,
    option("--out", metavar="FILE", about="Where the copy with the refusal goes."),
    SEAL_PASSPHRASE_FD,
    schema="receipt",
    changes=True,
)
def refuse(run: Run, dialogue: str, **given: Any) -> Answer:
    """An answer like a signature; a copy with it is entered by ``sign --returned``."""
    from visavi_cli import signatures

    return signatures.refuse(run, dialogue, signatures.Refusing(**given))


@VERBS.add(
    "supplement",
    "Open a later version of a signed dialogue; what changes comes on stdin.",
    DIALOGUE,
    FILE,
    schema="receipt",
    changes=True,
)
def supplement(run: Run, dialogue: str, file: str | None) -> Answer:
    """The signed version stays as it is."""
    from visavi.usecases.sign import supplement as deed

    after = deed(run.workspace, run.actor, dialogue, what_changes=run.text(file))
    return of_dialogue(run, "supplement", after)


@VERBS.add(
    "release",
    "Release the record to the employee's later managers; it needs both of you.",
    DIALOGUE,
    schema="receipt",
    changes=True,
)
def release(run: Run, dialogue: str) -> Answer:
    """The actor's part of the release."""
    from visavi.usecases.sign import release as deed

    return of_dialogue(run, "release", deed(run.workspace, run.actor, dialogue))


@VERBS.add("close", "The dialogue is over and done.", DIALOGUE, schema="receipt", changes=True)
def close(run: Run, dialogue: str) -> Answer:
    """No draft is published by that."""
    from visavi.usecases.sign import close as deed

    return of_dialogue(run, "close", deed(run.workspace, run.actor, dialogue))
