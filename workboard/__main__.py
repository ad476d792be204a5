"""``python -m workboard``: the same door as the ``workboard`` command."""

import sys

from workboard.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
