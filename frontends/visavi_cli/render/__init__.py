"""Data as lines for a person. Pure functions: the one place that writes makes them safe."""
