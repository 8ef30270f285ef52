"""How long things take, as ratios to a floor taken in the same run: ``python tests/bench/run.py``.

Each ``*_bench.py`` beside this file gives rows of what was measured, the ratio, and the target.
Names of benches may be given to run only those: ``python tests/bench/run.py rules store``.
"""

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent

Row = tuple[str, float, str]


def rows_of(path: Path) -> Iterable[Row]:
    """The rows of one bench."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None, path
    assert spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    rows: Iterable[Row] = module.rows()
    return rows


def main(wanted: list[str]) -> None:
    """Print the table, row by row as it is measured."""
    print(f"{'what':<66} {'ratio':>8}  target")
    for path in sorted(HERE.glob("*_bench.py")):
        if wanted and path.stem.removesuffix("_bench") not in wanted:
            continue
        for what, ratio, target in rows_of(path):
            print(f"{what:<66} {ratio:>8.2f}  {target}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
