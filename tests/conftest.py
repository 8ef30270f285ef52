"""Every test begins in English, whatever the developer's computer speaks.

The fixtures for authors of policies are there as in any author's tests.
"""

import pytest

from visavi.messages import speak

pytest_plugins = ["visavi_testing.fixtures"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """No locale of the developer has a say, and no language that another test spoke."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    speak("en")
