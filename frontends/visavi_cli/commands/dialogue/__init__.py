"""``visavi dialogue``: the verbs by the time at which they are done."""
