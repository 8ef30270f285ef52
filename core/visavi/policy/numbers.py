"""The numbers of the plugin API; apart from the hooks, so that asking for them costs nothing."""

API = 1
"""The number of this set of hooks, and of the format of ``policy.toml``. Additions keep it."""

OLDEST = 1
"""The oldest number that is still read."""
