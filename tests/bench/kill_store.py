"""A thousand kills: ``python tests/bench/kill_store.py [kills] [dialogues]``.

A process writes one dialogue over and over, with texts that grow and shrink, and is killed after
some acknowledgements. Nothing may be damaged, and nothing that was acknowledged may be lost.
"""

import sys
import tempfile

from visavi.store import check, create_store, open_store
from visavi_testing.faults import killed_while_writing


def main(kills: int, dialogues: int) -> int:
    """Kill so often in a store of that size; gives the exit code: 1 if anything was wrong."""
    with tempfile.TemporaryDirectory(prefix="visavi-kills-") as folder:
        repository = create_store(f"{folder}/store")
        with repository.changing("kills") as change:
            for number in range(dialogues):
                change.put_person({"id": f"p{number}"})
                change.put_dialogue({"id": f"p{number}.aaaaaa", "number": 0, "text": "word " * 400})
        torn = lost = 0
        for turn in range(kills):
            which = f"p{turn % dialogues}.aaaaaa"
            acknowledged, standing = killed_while_writing(repository.path, which, 1 + turn % 9)
            lost += standing < acknowledged
            torn += standing > acknowledged + 1
        with repository.changing("afterwards"):
            pass
        problems = check(open_store(repository.path))
    print(
        f"{kills} kills, {dialogues} dialogues: {torn} torn, {lost} lost, {len(problems)} problems"
    )
    return 1 if torn or lost or problems else 0


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    sys.exit(main(*(numbers + [1000, 300][len(numbers) :])))
