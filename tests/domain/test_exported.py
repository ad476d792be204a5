"""Rows of an export: exact instants, and cells no spreadsheet computes."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.hostile import HOSTILE
from tests.domain.build import NOW, ticket
from workboard.domain.exported import COLUMNS, NOBODY, csv_header, csv_line, csv_row, exact, harmless, ticket_row
from workboard.domain.import_dates import instant
from workboard.domain.text import clean

csv.field_size_limit(1 << 24)
FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def check(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip().startswith(FORMULAS)
    assert not cell.startswith(("\t", "\r", "\n"))
    assert "\0" not in cell
    kept = clean(text.replace("\0", ""))
    assert cell in (kept, "'" + kept), "nothing of the words is lost"
    (read,) = csv.reader(io.StringIO(csv_line([text, "next"]), newline=""))
    assert read == [cell, "next"]


def test_ac36_no_cell_begins_a_formula_and_every_cell_reads_back() -> None:
    for text in HOSTILE:
        check(text)
    assert harmless("Outlook hangs") == "Outlook hangs"
    assert harmless(" \t=1+1") == "' \t=1+1"


@given(st.text(st.one_of(st.sampled_from("=+-@ \t\r\n\0\"',;\u00a0\u3000\uff1d"), st.characters()), max_size=20))
def test_any_text(text: str) -> None:
    check(text)


@given(st.integers(631152000000, 7258118399999))
def test_an_instant_is_told_to_the_millisecond(at: int) -> None:
    told = exact(at)
    assert told is not None
    assert instant(told, "Asia/Tokyo", None) == at


def test_whole_seconds_have_no_fraction() -> None:
    assert (exact(NOW), exact(NOW + 7), exact(None)) == ("2026-11-24T10:42:00Z", "2026-11-24T10:42:00.007Z", None)


def test_a_ticket_in_full() -> None:
    row = ticket_row(ticket("7", 2)._replace(status="mail-reply", category="reply"), "Dana", "It hangs.", "Call Ruth")
    assert tuple(row) == COLUMNS
    assert (row["status"], row["status_word"], row["band"], row["owner"]) == ("reply", "mail-reply", 2, "Dana")
    assert ticket_row(ticket()._replace(owner_id=None), None, None, None)["owner"] == NOBODY
    assert ticket_row(ticket(), None, None, None)["owner"] == "7", "somebody whose name is not known"
    assert csv_header().count(",") == csv_row(row).count('","')
