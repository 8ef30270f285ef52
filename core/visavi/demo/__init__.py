"""An invented team, and its walk through one whole cycle by the real code path."""
