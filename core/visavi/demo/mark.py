"""What tells a demo's store from a real one."""

from visavi.store.repository import Repository

MARK = "demo"
"""The key of the store's settings that marks a demo."""


def is_demo(repository: Repository) -> bool:
    """Whether the store was made by :func:`visavi.demo.folder.make_demo`."""
    return repository.register("settings").get(MARK) is True
