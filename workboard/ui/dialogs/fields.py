"""Label and field in one row, for sheets that ask more than one thing."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import plain


class Row(Horizontal):
    DEFAULT_CSS = """
    Row { height: 1; width: 100%; }
    Row > .label { width: 18; color: $role-dim; }
    Row > LineField { width: 1fr; }
    """


def row(label: str, value: str, name: str, proposed: str | None = None) -> Row:
    """``name`` is the field's id, ``name-row`` the row's. What is ``proposed`` is typed over."""
    field = LineField(value, id=name, proposed=proposed)
    return Row(Static(plain((label, "dim")), classes="label"), field, id=f"{name}-row")


def words_of(sheet: Widget, *names: str) -> Iterator[str]:
    """What stands in the fields."""
    return (sheet.query_one(f"#{name}", LineField).value for name in names)
