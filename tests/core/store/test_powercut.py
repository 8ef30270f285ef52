"""The power goes: whatever the disk had not been waited for may be lost, in any combination."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from visavi.errors import StoreError
from visavi.store import files
from visavi_testing.faults import DEEDS, Faulty, Stores

NOT_DATA = ("lock", "index")


class Op(NamedTuple):
    """One call that changed the disk: what, where, and the file that it is about."""

    kind: str
    path: str
    target: str = ""
    file: int = 0


class Disk:
    """A disk as calls in order left it, and what of it must have lasted."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[int, bytes] = {}
        self.entries: dict[str, int] = {}
        self.folders: set[str] = set()
        self.ops: list[Op] = []
        for folder, folders, names in os.walk(root):
            self.folders.update(f"{folder}/{name}" for name in folders)
            for name in names:
                content = Path(folder, name).read_bytes()
                self.entries[f"{folder}/{name}"] = self._file(content)

    def record(self, faulty: Faulty) -> None:
        """Take in the calls of a change."""
        handles: dict[int, tuple[str, int]] = {}
        names = dict(self.entries)
        for (name, args), result in zip(faulty.seen, faulty.results, strict=True):
            if name == "open":
                path, flags = args[0], args[1]
                if flags & os.O_EXCL:
                    names[path] = self._file(b"")
                    self.ops.append(Op("create", path, file=names[path]))
                handles[result] = path, names.get(path, 0)
            elif name == "write" and args[0] in handles:
                self.files[handles[args[0]][1]] = self.files.get(handles[args[0]][1], b"") + args[1]
            elif name == "fsync":
                path, file = handles[args[0]]
                kind = "sync folder" if path in {*self.folders, self.root} else "sync"
                self.ops.append(Op(kind, path, file=file))
            elif name == "replace":
                names[args[1]] = names.pop(args[0])
                self.ops.append(Op("rename", args[0], args[1], names[args[1]]))
            elif name == "unlink":
                self.ops.append(Op("unlink", args[0], file=names.pop(args[0])))
            elif name == "mkdir":
                self.folders.add(args[0])
                self.ops.append(Op("mkdir", args[0]))

    def states(self, *, done: bool) -> Iterator[dict[str, bytes | None]]:
        """Every state that may be found after a power cut: paths, and content or a folder.

        Of all moments, or of the last one only, when the change was ``done``.
        """
        made = {op.path for op in self.ops if op.kind == "mkdir"}
        for end in range(len(self.ops) if done else 0, len(self.ops) + 1):
            ops = self.ops[:end]
            open_ops = [n for n, op in enumerate(ops) if self._unsure(n, ops)]
            for lost in _losses(open_ops):
                kept = [op for n, op in enumerate(ops) if n not in lost]
                for torn in (False, True):
                    yield self._after(kept, ops, made, torn=torn)

    def _file(self, content: bytes) -> int:
        number = len(self.files) + 1
        self.files[number] = content
        return number

    def _unsure(self, number: int, done: list[Op]) -> bool:
        op = done[number]
        if op.kind in ("sync", "sync folder"):
            return False
        folder = os.path.dirname(op.target or op.path)
        return Op("sync folder", folder) not in [
            later._replace(file=0) for later in done[number + 1 :]
        ]

    def _after(
        self, kept: list[Op], done: list[Op], made: set[str], *, torn: bool
    ) -> dict[str, bytes | None]:
        synced = {op.file for op in done if op.kind == "sync"} | set(self.entries.values())
        entries = dict(self.entries)
        folders = self.folders - made
        for op in kept:
            if op.kind == "create":
                entries[op.path] = op.file
            elif op.kind == "rename":
                entries.pop(op.path, None)
                entries[op.target] = op.file
            elif op.kind == "unlink":
                entries.pop(op.path, None)
            elif op.kind == "mkdir":
                folders = folders | {op.path}
        state: dict[str, bytes | None] = dict.fromkeys(folders)
        for path, file in entries.items():
            if os.path.dirname(path) in folders or os.path.dirname(path) == self.root:
                state[path] = b"" if torn and file not in synced else self.files[file]
        return state


def _losses(open_ops: list[int]) -> Iterator[set[int]]:
    """Which of the calls that were not waited for are lost: a tail, one of them, or all but one."""
    yield set()
    for index, number in enumerate(open_ops):
        yield set(open_ops[index:])
        yield {number}
        yield set(open_ops) - {number}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_power_cut_leaves_old_or_new(tmp_path: Path, deed: str) -> None:
    """At every moment of a change, with every loss that the disk may answer for."""
    assert _outcomes(tmp_path, deed) == {"old", "new"}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_that_was_told_to_be_done_lasts(tmp_path: Path, deed: str) -> None:
    """No loss that the disk may still answer for takes it back."""
    assert _outcomes(tmp_path, deed, done=True) == {"new"}


@pytest.mark.parametrize("deed", ["one dialogue", "several documents"])
def test_a_store_that_does_not_wait_for_the_disk_is_found_out(
    tmp_path: Path, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without waiting, a power cut leaves something else."""
    monkeypatch.setattr(files, "sync", lambda handle: None)

    with pytest.raises((StoreError, AssertionError)):
        _outcomes(tmp_path, deed)


def _outcomes(folder: Path, deed: str, *, done: bool = False) -> set[str]:
    """What the deed can have left behind, tried on every state after a power cut."""
    stores = Stores(folder / "equal")
    repository = stores.store()
    disk = Disk(repository.path)
    with Faulty() as faulty:
        DEEDS[deed](repository)
    disk.record(faulty)
    states = {frozenset(state.items()) for state in disk.states(done=done)}
    return {
        stores.settled(_laid_out(dict(state), disk.root, folder / str(number)), deed, repaired=True)
        for number, state in enumerate(states)
    }


def _laid_out(state: dict[str, bytes | None], root: str, path: Path) -> str:
    """A store as the power cut left it."""
    path.mkdir()
    for name in sorted(state):
        content, twin = state[name], path / os.path.relpath(name, root)
        if content is None:
            twin.mkdir()
        elif not twin.relative_to(path).parts[0].startswith(NOT_DATA):
            twin.write_bytes(content)
            twin.chmod(0o600)
    for folder in (path, *(p for p in path.rglob("*") if p.is_dir())):
        folder.chmod(0o700)
    return str(path)
