"""No text gets into a widget but through ``plain``; the lint that says so is shown to find what breaks it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.raw_text import Source, findings, sources

HEAD = "from textual.widgets import Button, DataTable, Input, Label, OptionList, RichLog, Static, TextArea, Tree\n"
BAD = [
    "Static(title)",
    "Static(f'#{number}')",
    "Static(ticket.title, id='x')",
    "Static(str(error))",
    "Static('a' + title)",
    "Static('%s' % title)",
    "Static(safe(title))",  # clean, and still markup
    "Static('x' if short else title)",
    "Static(content=title)",
    "Static(**options)",
    "Label(title or 'none')",
    "Button(label=title)",
    "OptionList(*titles)",
    "OptionList('one', title)",
    "table.add_row('1', title)",
    "table.add_row(*row)",
    "table.add_column(title)",
    "tree.root.add_leaf(title)",
    "tree.root.set_label(title)",
    "log.write(title)",
    "log.write_line(f'{title}')",
    "self.query_one('#x', Static).update(title)",
    "self.update(wrap(title))",
    "self.notify(title)",
    "self.app.notify('saved', title=title)",
    "self.notify(title, markup=False)",  # without markup, but not clean
    "self.border_title = title",
    "self.border_subtitle = f'{count}'",
    "self.app.title = title",
    "self.app.sub_title: str = title",
    "self.field.placeholder = title",
    "self.tooltip = title",
    "Static('x', tooltip=title)",
    "Static(Content(title))",
    "Static(Content.from_markup(title))",
    "Static(Text(title))",
    "self.say(Text.from_markup(title))",
    "Strip([Segment(title)])",
    "Input(value='typed')",
    "TextArea(text)",
    "yield DiscoveryHit(name, run)",
    "yield Hit(score, name, run)",
    "yield Hit(1.0, matcher.highlight(name), run)",
    "yield Hit(score, 'x', run, name)",
    "Static(partial(run, name))",
    "yield DiscoveryHit('x', run, help=about)",
    "class Mine(Static):\n        def __init__(self, title): super().__init__(title)",
    "class Mine(Static): pass\n    Mine(title)",
    "class Mine(Static): pass\n    class Yours(Mine): pass\n    Yours(title)",
]
GOOD = [
    "Static()",
    "Static('words')",
    "Static(plain(title), id=name)",
    "Static(plain((f'#{number}', 'dim'), title), classes=kind)",
    "Static(block(title) if long else plain(title))",
    "OptionList(plain(one), 'none')",
    "table.add_row(plain(number), 'x')",
    "self.query_one('#x', Static).update(plain(title), layout=False)",
    "self.notify(safe(title), title=safe(name), markup=False, timeout=limit)",
    "self.border_title = plain(title)",
    "self.styles.height = height",
    "yield DiscoveryHit(unmarked(name), partial(run, name), help=unmarked(about))",
    "yield Hit(score, matcher.highlight(unmarked(name)), partial(run, name))",
    "yield Hit(score, matcher.highlight(unmarked(name)), wear, help='words')",
    "class Mine(Static):\n        def __init__(self, title): super().__init__(plain(title))\n    Mine(title)",
    "Said(title)",
    "self.say(title)",
]


def found_in(snippet: str) -> list[str]:
    module = ast.parse(f"{HEAD}\ndef planted(self):\n    {snippet}\n")
    return [one.what for one in findings([Source("ui/screens/planted.py", module)])]


def test_nothing_raw_reaches_a_widget() -> None:
    read = sources()
    assert len(read) > 20
    assert findings(read) == []


@pytest.mark.parametrize("snippet", BAD)
def test_what_is_wrong_is_found(snippet: str) -> None:
    assert found_in(snippet)


@pytest.mark.parametrize("snippet", GOOD)
def test_what_is_right_is_left_alone(snippet: str) -> None:
    assert found_in(snippet) == []


def test_a_widget_of_ours_in_another_file_is_known() -> None:
    ours = Source("ui/widgets/a.py", ast.parse(f"{HEAD}class Mine(Static): pass"))
    used = Source("ui/screens/b.py", ast.parse("def planted(self):\n    Mine(title)"))
    assert [one.path for one in findings([used, ours])] == ["ui/screens/b.py"]


def test_from_the_command_line() -> None:
    run = subprocess.run([sys.executable, "-m", "tests.house.raw_text"], cwd=Path(__file__).parents[2], check=False)
    assert run.returncode == 0
