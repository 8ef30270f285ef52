"""``visavi``: parse, run, flush, leave. Nothing is imported before it is known to be needed."""

import gc
import os
import sys

VERSION = "0.1.0"
"""Stands here too, so that ``--version`` loads nothing else."""

NORMAL_EXIT = "VISAVI_NORMAL_EXIT"
"""Set in the environment, the interpreter shuts down in the usual way: coverage needs that."""


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


def _version() -> int:
    try:
        sys.stdout.write(f"visavi {VERSION}\n")
        sys.stdout.flush()
    except OSError:
        return 1
    return 0
