"""What a check found: *lint*, *lost*, *policy check* and *keys --check* speak in these."""

from workboard.domain.typed import NamedTuple


class Finding(NamedTuple):
    """``code`` is for programs and stable; ``what`` and ``remedy`` are one line each for a person."""

    code: str
    what: str
    remedy: str
