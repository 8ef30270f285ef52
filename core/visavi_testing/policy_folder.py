"""Policies on disk for tests: a small whole one to change, and plugins as if installed."""

from pathlib import Path

POLICY = """\
[policy]
id = "tiny"
version = "1"
api = 1
languages = ["en"]
zone = "Europe/Oslo"

[[citation]]
id = "guide"
document = "Guide"

[[parameter.spring]]
from = 2024-01-01
to = 2025-12-31
value = { opens = "02-01", closes = "03-31" }
cite = "guide"

[[parameter.spring]]
from = 2026-01-01
value = { opens = "01-15", closes = "04-30" }
cite = "guide"

[setting.basis]
default = "calendar-year"
choices = ["calendar-year", "rolling-12-months"]
why = "Nobody says which year is meant."

[[staff_group]]
id = "staff"
maps = ["Adviser", "Senior  Adviser"]

[[kind]]
id = "tiny.year"
topics = ["work", "plans"]
window = "spring"

[[topic]]
id = "work"

[[topic]]
id = "plans"

[[question]]
id = "work.1"
topic = "work"
cite = "guide"

[[obligation]]
rule = "T-1"
modality = "must"
cite = "guide"
kind = "tiny.year"
when = { employed = true }

[[rule]]
id = "T-2"
modality = "should"
cite = "guide"
check = "plan-exists"
refuses = ["sign"]
"""

TEXTS = """\
[policy]
name = "Tiny"

[staff_group.staff]
name = "staff"

[kind."tiny.year"]
names = [{ to = 2024-12-31, name = "appraisal" }, { from = 2025-01-01, name = "dialogue" }]

[topic.work]
name = "Work"

[topic.plans]
name = "Plans"

[question."work.1"]
text = "How is it?"

[rule.T-1]
says = "Everybody has one."
finds = "Due by {due}."

[rule.T-2]
says = "There is a plan."
finds = "There is none."
ways = ["Make one."]
"""

PLUGIN = """\
from visavi.policy import PolicySource, hookimpl

@hookimpl
def visavi_policy():
    return PolicySource(api=1, folder=__path__[0])
"""

LAYER = """\
[policy]
id = "{id}"
version = "1"
api = 1
extends = "{below}"
"""


def write_policy(
    folder: Path, policy: str = POLICY, texts: str = TEXTS, *, rules: str = "", **others: str
) -> str:
    """A policy folder; ``others`` are texts by language. Gives its path as text."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    for language, text in {"en": texts, **others}.items():
        (folder / "texts" / f"{language}.toml").write_text(text, encoding="utf-8")
    if rules:
        (folder / "rules.py").write_text(rules, encoding="utf-8")
    return str(folder)


def write_layer(folder: Path, policy: str, *, name: str, below: str, texts: str = "") -> str:
    """A layer's folder: ``policy`` is what comes after the head that extends ``below``."""
    head = LAYER.format(id=name, below=below)
    words = f'[policy]\nname = "Layer {name}"\n{texts}'
    return write_policy(folder, f"{head}\n{policy}", words)


def install(
    site: Path,
    module: str,
    code: str = PLUGIN,
    *,
    name: str = "tiny",
    target: str = "",
    distribution: str = "tiny_policy",
    version: str = "1.2",
) -> Path:
    """A policy package and its distribution in a folder that stands for ``site-packages``."""
    package = site / module
    write_policy(package)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    info = site / f"{distribution}-{version}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Name: {distribution}\nVersion: {version}\n", encoding="utf-8")
    points = f"[console_scripts]\nx = y:z\n\n[visavi.policy]\n{name} = {target or module}\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return package
