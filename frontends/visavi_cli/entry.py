"""``visavi``: parse, run, flush, leave. Nothing is imported before it is known to be needed."""

import gc
import os
import sys

VERSION = "0.1.0"
"""Stands here too, so that ``--version`` loads nothing else."""

NORMAL_EXIT = "VISAVI_NORMAL_EXIT"
"""Set in the environment, the interpreter shuts down in the usual way: coverage needs that."""


_PR_SET_DUMPABLE = 4


def main() -> None:
    """The console script. Collecting garbage and tearing down cost more than most commands."""
    gc.disable()
    _keep_to_ourselves()
    arguments = sys.argv[1:]
    if arguments == ["--version"] and sys.stdout is not None:
        code = _version()
    else:
        from visavi_cli.perform import run

        code = run(arguments)
    if os.environ.get(NORMAL_EXIT):
        sys.exit(code)
    os._exit(code)


def _keep_to_ourselves() -> None:
    """New files are the user's alone, and a crash leaves no memory behind in a core file."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (ValueError, OSError):
            return


def guard_memory() -> None:
    """Nobody but the system's administrator may read this process's memory from now on, or be
    handed it when it crashes: a program that collects crashes is not bound by the limit above.

    For whoever holds a passphrase or key: it costs three milliseconds. Where it cannot be had,
    things go on without it.
    """
    if sys.platform != "linux":
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (ImportError, AttributeError, OSError):
        return


def _version() -> int:
    try:
        sys.stdout.write(f"visavi {VERSION}\n")
        sys.stdout.flush()
    except OSError:
        return 1
    return 0
