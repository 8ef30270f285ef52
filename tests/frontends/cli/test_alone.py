"""``visavi`` by itself: the app without a parser, as if the parser had been asked."""

from visavi_cli.alone import BARE
from visavi_cli.tree import Root


def test_nothing_asked_for_is_what_the_parser_makes_of_nothing() -> None:
    """A new common option has to stand in both."""
    with Root().make_context("visavi", [], resilient_parsing=True) as context:
        parsed = {name: value for name, value in context.params.items() if name != "version"}

    assert {**parsed, "dry_run": None} == BARE
