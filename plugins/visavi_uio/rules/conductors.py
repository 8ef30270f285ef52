"""Who holds the dialogue where a department has its own table of roles."""

from collections.abc import Iterator

from visavi.policy import DialogueFacts, Found


def local_roles(dialogue: DialogueFacts) -> tuple[str, ...]:
    """The roles that the department's table names for this employee; empty if it names none."""
    employee = dialogue.employee
    for row in dialogue.values.value("conductor-roles", dialogue.talk_on):
        forms = row.get("forms")
        if employee.staff_group in row["staff_groups"] and (not forms or employee.form in forms):
            return tuple(row["roles"])
    return ()


def without_role(dialogue: DialogueFacts, roles: tuple[str, ...]) -> Iterator[Found]:
    """A conductor who has none of the roles; nothing where no role is asked for."""
    if roles and dialogue.conductor_roles.isdisjoint(roles):
        yield Found(conductor=dialogue.entry.conductor, role=", ".join(roles))
