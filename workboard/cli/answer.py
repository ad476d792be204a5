"""``workboard answer TICKET [TEXT or -]``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workboard.cli.note import text_flags, write

ABOUT = "An answer the client reads; the ticket leaves the reply queue. It may end in +15m and >Call Ruth."
EXAMPLE = 'workboard answer 48213 "It works again, please try."'


def arguments(parser: ArgumentParser) -> None:
    text_flags(parser)


def run(args: Namespace) -> int:
    return write(args, public=True)
