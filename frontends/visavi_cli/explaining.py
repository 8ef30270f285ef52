"""What a policy says of somebody or something in the store of the run, explained."""

from typing import Any

from visavi.usecases.workspace import Workspace
from visavi_cli.policies import chosen_here, policies_named
from visavi_cli.run import Run


def explained_of(
    run: Run, name: str, *, person: str | None, dialogue: str | None
) -> dict[str, Any]:
    """Of a person or a dialogue, under the policy of that name."""
    from visavi.usecases.explain_policy import explain_dialogue, explain_person

    workspace = Workspace(run.repository, policies_named(run, name, chosen_here(run)))
    if person is not None:
        return explain_person(workspace, run.actor, person)
    return explain_dialogue(workspace, run.actor, dialogue or "")
