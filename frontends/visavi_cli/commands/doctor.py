"""``visavi doctor``: what is installed, where things are, what is broken. Works when they are."""

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from visavi.errors import StoreLocked, StoreMissing, VisaviError, WrongPassphrase
from visavi.messages import say
from visavi_cli import paths
from visavi_cli.entry import VERSION
from visavi_cli.exits import Exit
from visavi_cli.output import Answer
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add("doctor", "What is installed, where things are, and what is broken.", schema="doctor")
def doctor(run: Run) -> Answer:
    """Looks at everything, changes nothing, and goes on after each thing that it finds broken."""
    policies = [] if run.no_plugins else list(_policies(run))
    store = _store(run)
    data = {
        "visavi": VERSION,
        "python": platform.python_version(),
        "platform": sys.platform,
        "paths": {"config": paths.config_file(), "store": run.store, "demo": paths.demo_store()},
        "store": store,
        "policies": policies,
    }
    broken = bool(store["problem"]) or any(policy["problem"] for policy in policies)
    return Answer(data, _lines, code=Exit.FOUND if broken else Exit.DONE)


def _policies(run: Run) -> Iterator[dict[str, Any]]:
    from visavi.policy.loading import policy_names
    from visavi_cli.policies import policy_named

    for named in policy_names(policy_dirs=run.policy_dirs):
        problem, warnings = None, []
        try:
            warnings = [str(one) for one in policy_named(run, named.name).warnings]
        except VisaviError as error:
            problem = str(error)
        yield {
            "name": named.name,
            "distribution": named.distribution,
            "version": named.version,
            "problem": problem,
            "warnings": warnings,
        }


def _store(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = {
        "path": run.store,
        "exists": os.path.exists(run.store),
        "writable": os.access(run.store, os.W_OK),
        "locked": False,
        "problem": None,
    }
    try:
        run.repository.register("units")
    except StoreMissing as error:
        found["problem"] = str(error) if found["exists"] else None
    except WrongPassphrase as error:
        found["problem"] = str(error)
    except StoreLocked:
        found["locked"] = True
    except VisaviError as error:
        found["problem"] = str(error)
    return found


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"visavi {data['visavi']}, Python {data['python']}, {data['platform']}"
    for name, path in data["paths"].items():
        yield f"{name}: {path}"
    store = data["store"]
    if store["problem"]:
        yield say("The store is broken: {problem}", problem=store["problem"])
    elif store["locked"]:
        yield say("The store is sealed; without its passphrase nothing more can be said.")
    elif not store["exists"]:
        yield say("There is no store there yet: visavi store init makes one.")
    else:
        yield say("The store opens.")
    for policy in data["policies"]:
        state = policy["problem"] or say("loads")
        whose = f"{policy['distribution']} {policy['version']}".strip()
        yield f"{policy['name']} ({whose}): {state}"
        yield from (f"  {warning}" for warning in policy["warnings"])
