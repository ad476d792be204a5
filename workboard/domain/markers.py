"""Markers in the middle of other words: in a subject, in a field, in a text somebody quoted."""

import re
from typing import Final

MARKER: Final = re.compile(r"(?<![0-9A-Za-z])wb:[0-9A-HJKMNP-TV-Z]{12}(?![0-9A-Za-z])")
"""As ``note_lines.is_marker`` knows them."""
