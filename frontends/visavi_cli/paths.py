"""Where visavi keeps things on this computer. Only asked; no folder is made here."""

import os
import sys

_XDG = {
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def data_folder() -> str:
    """The folder for stores."""
    return _folder("data", "LOCALAPPDATA")


def config_file() -> str:
    """The file that ``visavi config set`` writes; ``VISAVI_CONFIG`` names another one."""
    return os.environ.get("VISAVI_CONFIG") or os.path.join(_folder("config", "APPDATA"), "config")


def cache_folder() -> str:
    """The folder for what can be made anew: parsed policies."""
    return _folder("cache", "LOCALAPPDATA")


def seen_folder() -> str:
    """The folder for what was last seen of sealed stores; never inside one."""
    return os.path.join(_folder("state", "LOCALAPPDATA"), "seen")


def report_file(moment: str) -> str:
    """The report of a fault at a moment."""
    return os.path.join(_folder("state", "LOCALAPPDATA"), "reports", f"{moment}.txt")


def drafts_folder() -> str:
    """The folder for texts in an editor, where the system has none in memory."""
    return os.path.join(_folder("state", "LOCALAPPDATA"), "drafts")


def erasures_file(store_id: str) -> str:
    """Where receipts of what was erased from a store are kept too; never inside it."""
    return os.path.join(_folder("state", "LOCALAPPDATA"), "erasures", os.path.basename(store_id))


def seen_file(store_id: str) -> str:
    """Where it is kept that a sealed store with this id was seen here."""
    return os.path.join(seen_folder(), os.path.basename(store_id))


def default_store() -> str:
    """The store that is used where nobody names one."""
    return os.path.join(data_folder(), "store")


def demo_store() -> str:
    """The store of the invented team; it never lies in the same place as a real one."""
    return os.path.join(data_folder(), "demo")


def _folder(what: str, windows: str) -> str:
    if sys.platform == "win32":
        base = os.environ.get(windows) or os.path.expanduser("~\\AppData\\Local")
        return os.path.join(base, "visavi")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/visavi")
    variable, otherwise = _XDG[what]
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):  # the base directory specification ignores relative paths
        base = os.path.join(os.path.expanduser("~"), otherwise)
    return os.path.join(base, "visavi")
