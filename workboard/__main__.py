"""``python -m workboard``: the same door as the ``workboard`` command."""

import sys

from workboard.cli.entry import run

if __name__ == "__main__":
    sys.exit(run())
