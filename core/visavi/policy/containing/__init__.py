"""What holds a stranger's code: what it may do, for how long, and which of it is let in."""
