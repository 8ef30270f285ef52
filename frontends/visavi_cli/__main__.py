"""``python -m visavi_cli`` is the same as ``visavi``."""

from visavi_cli.entry import main

main()
