"""Scenario files for tests: a head to start from, and what can stand below it."""

from collections.abc import Callable

Write = Callable[[str], str]
"""Puts a scenario into a file, and gives its path."""

HEAD = """
title = "One talk"
policy = "tiny"
as_of = 2026-02-10

[[person]]
id = "anna"
group = "postdoc"
unit = "U1"
manager = "mia"
employed = { from = 2020-01-01 }

[[person]]
id = "mia"
group = "manager"
"""
"""Anna, who is led by Mia, and the day that is asked about."""

TALK = """
[[dialogue]]
name = "goals"
employee = "anna"
conductor = "mia"
kind = "t.goals"
cycle = "2026"
planned = 2026-01-07
invited = 2026-01-08
held = 2026-02-03
"""
"""A dialogue of the two that was held."""

MATTER = """
[[matter]]
name = "report"
concern = "harassment"
opened = 2026-02-01
received_by = "mia"
handler = "mia"
affected = "anna"
"""
"""A matter that Mia handles; Anna is affected."""
