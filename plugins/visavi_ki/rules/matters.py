"""Harassment and victimisation: a record of its own, investigated promptly, by the right person."""

from collections.abc import Iterator

from visavi.policy import MUST, SHOULD, Found, MatterFacts, matter_rule

NEEDED = ("investigate", "document", "follow-up")
"""The steps without which a matter is not closed."""


@matter_rule(
    "SE-HAR-1",
    MUST,
    cite=("ki.who-to-contact", "se.work-environment-authority"),
    refuses=("close",),
)
def it_is_investigated(matter: MatterFacts) -> Iterator[Found]:
    """Harassment is investigated promptly, written down and followed up before it is closed."""
    if matter.deed is not None:
        for step in NEEDED:
            if step not in matter.steps:
                yield Found(step=step)


@matter_rule("SE-HAR-3", SHOULD, cite="ki.who-to-contact")
def not_by_the_manager_it_is_about(matter: MatterFacts) -> Iterator[Found]:
    """A matter about the immediate manager is handled above or beside that manager."""
    if matter.closed is None and matter.concerned_is_affecteds_manager:
        if matter.handler_is_concerned:
            yield Found(text="concerned")
        elif matter.handler_is_concerneds_report:
            yield Found()
