"""Ids that are the same each time: for examples and tests, never for a store of real people."""

from random import Random

from visavi.model.ids import ALPHABET, Draw


def seeded(seed: int = 1) -> Draw:
    """Draws the ids of this seed, one after the other."""
    random = Random(seed)

    def draw(count: int) -> str:
        return "".join(random.choice(ALPHABET) for _ in range(count))

    return draw
