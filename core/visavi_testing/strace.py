"""Faults that the system itself deals out: strace kills or fails one call of a process."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

KILL = "signal=SIGKILL"
ERRORS = ("error=ENOSPC", "error=EIO", "error=EDQUOT", "error=EACCES")

_KINDS = (
    *("open", "openat", "close", "read", "write", "lseek", "fsync", "fdatasync", "flock"),
    *("ftruncate", "fchmod", "chmod", "fchmodat", "mkdir", "mkdirat", "rmdir", "getdents64"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat"),
    *("stat", "fstat", "lstat", "newfstatat", "statx"),
)
"""What a save asks of the system; a kind that this machine does not know is left out."""
_TRACER_ANYBODY = 0x59616D61, -1
_RANDOM = re.compile(r"\.[0-9a-f]{16}\.tmp")

Act = Callable[[], str]
"""A deed, as a process of its own does it; what it returns is what it tells the user."""


class Call(NamedTuple):
    """A call on the store: the ``number``-th of its kind, and the file that it is about."""

    kind: str
    number: int
    about: str


class Ending(NamedTuple):
    """How a struck process ended: what it had told the user, and whether it was killed."""

    told: str
    killed: bool


def why_not() -> str:
    """Why nothing can be struck here; empty if it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(
        ["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False
    )
    return "" if done.returncode == 0 else "strace may not trace here"


def calls_of(act: Act, folder: Path, log: Path) -> list[Call]:
    """Every call of the deed on a file below ``folder``, in order."""
    _traced(act, log, ())
    numbers: dict[str, int] = {}
    calls = []
    for line in log.read_text(errors="replace").splitlines():
        kind, _, rest = line.partition("(")
        numbers[kind] = numbers.get(kind, 0) + 1
        if f"{folder}" in rest:
            about = re.findall(rf"[<\"]{re.escape(str(folder))}/?([^>\"]*)", rest)[-1]
            calls.append(Call(kind, numbers[kind], _RANDOM.sub(".staged", about)))
    return calls


def struck(act: Act, call: Call, fault: str, log: Path) -> Ending:
    """Do the deed in a process of its own, and deal out the fault at that call."""
    inject = f"inject={call.kind}:{fault}:when={call.number}"
    ending = _traced(act, log, ("-e", inject))
    hit = ending.killed if fault == KILL else "(INJECTED)" in log.read_text(errors="replace")
    if not hit:
        raise AssertionError(f"{fault} did not hit {call}")
    return ending


def _traced(act: Act, log: Path, options: tuple[str, ...]) -> Ending:
    """A process forked from this one waits until strace holds it, acts, and says how it went."""
    reading, writing = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    child = os.fork()
    if child == 0:
        _live(partial(_wait_and_act, act, writing))
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(writing)
    command = [
        "strace",
        "-y",
        "-o",
        str(log),
        "-e",
        f"trace={_known()}",
        *options,
        "-p",
        str(child),
    ]
    os.read(reading, 1)
    with subprocess.Popen(command, stderr=subprocess.PIPE) as tracer:
        attached = tracer.stderr.readline() if tracer.stderr else b""
        os.kill(child, signal.SIGUSR1 if b"attached" in attached else signal.SIGKILL)
        with open(reading, "rb") as pipe:
            told = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        tracer.communicate()
    if b"attached" not in attached:
        raise AssertionError(attached.decode())
    return Ending(told, os.WIFSIGNALED(status))


def _wait_and_act(act: Act, pipe: int) -> None:
    _let_trace()
    os.write(pipe, b"!")
    signal.sigwait({signal.SIGUSR1})
    os.write(pipe, act().encode())


def _live(act: Callable[[], None]) -> NoReturn:
    """The life of a forked process: it leaves by a signal, or by the hard way out."""
    code = 1
    try:
        act()
        code = 0
    finally:
        os._exit(code)


def _let_trace() -> None:
    """Where only parents may trace, this process allows everybody."""
    import ctypes

    ctypes.CDLL(None).prctl(*_TRACER_ANYBODY, 0, 0, 0)


def _known() -> str:
    return ",".join(f"?{kind}" for kind in _KINDS)
