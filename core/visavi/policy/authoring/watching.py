"""Noticing that somebody saved a file of a policy, so that it can be checked again."""

import os
import sys
from collections.abc import Iterator, Sequence

from visavi.policy.cache import Stamp, stamps
from visavi.policy.contents import files_of


class Watch:
    """Looks at the files in some policies' folders, each time it is asked."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = tuple(os.path.abspath(folder) for folder in folders)
        self._seen: list[Stamp] | None = None

    def step(self) -> bool:
        """Whether any file came, went or changed since the last step; the first step says yes."""
        now = stamps(sorted(set(self._files())))
        changed = now != self._seen
        self._seen = now
        if changed:
            forget(self._folders)
        return changed

    def _files(self) -> Iterator[str]:
        for folder in self._folders:
            yield folder
            try:
                for file in files_of(folder):
                    yield os.path.dirname(file)
                    yield file
            except OSError:
                continue


def forget(folders: Sequence[str]) -> None:
    """Let Python code in these folders be imported anew the next time."""
    from importlib import invalidate_caches

    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and any(file.startswith(folder + os.sep) for folder in folders):
            del sys.modules[name]
    invalidate_caches()
