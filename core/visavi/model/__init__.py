"""The domain: people, dialogues, plans, matters and time. Frozen values; no I/O, no clock."""
