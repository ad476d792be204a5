"""The lint of the screen: no text reaches a widget but a literal, or what ``plain`` and its kin have made of it.

Textual reads markup in any ``str`` it is given: brackets in a subject end the app, ``[@click=…]`` in one runs an
action. So in ``workboard/ui`` a widget of Textual's gets literals and ``Content`` alone, and ``Content`` itself is made
in one file. ``python -m tests.house.raw_text`` prints what breaks this rule.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

UI = Path(__file__).parents[2] / "workboard" / "ui"
MAKERS = frozenset({"plain", "block", "hanging", "unmarked", "figures", "notification"})
"""what makes a text fit for a widget"""
CLEANED = frozenset({"safe", "safe_block"})
"""and what does where no markup is read"""
SINKS = frozenset(
    {"update", "notify", "write", "write_line", "write_lines", "add_row", "add_rows", "add_column", "add_columns"}
    | {"add_option", "add_options", "set_options", "replace_option_prompt", "replace_option_prompt_at_index"}
    | {"add_leaf", "set_label", "panic", "Hit", "DiscoveryHit"}
)
"""methods and values of Textual's that show what they are given"""
NO_TEXT = {"Hit": (0, 2), "DiscoveryHit": (1,)}
"""places of a hit that hold its score, and what it runs"""
SHOWN = frozenset(
    {"title", "sub_title", "border_title", "border_subtitle", "tooltip", "placeholder", "label", "prompt", "renderable"}
)
"""attributes and keywords that are shown"""
KEYWORDS = SHOWN | {"content", "text", "message", "help", "description", "subtitle", "name", "value"}
MAKES_TEXT = frozenset({"Content", "Text", "Segment", "from_markup", "from_rich_text", "Markdown", "assemble"})
ONLY_HERE = frozenset({"plain.py", "lines.py", "wall.py"})
"""where texts are built, each with ``safe`` in it or behind it"""
EDITED = frozenset({"Input", "TextArea", "MaskedInput"})
"""what is typed is shown as it is, without markup; the wall stands before it"""
WITH_FIELDS = frozenset({"note_text.py"})


class Finding(NamedTuple):
    path: str
    line: int
    what: str


class Source(NamedTuple):
    path: str
    tree: ast.Module


def findings(sources: Iterable[Source]) -> list[Finding]:
    """Every place where something else could reach the screen."""
    read = list(sources)
    widgets = _widgets(read)
    return [Finding(one.path, line, what) for one in read for line, what in _in_module(one, widgets)]


def sources(folder: Path = UI) -> list[Source]:
    paths = sorted(folder.rglob("*.py"))
    return [Source(str(path.relative_to(folder.parent)), ast.parse(path.read_text("utf-8"))) for path in paths]


def _widgets(read: list[Source]) -> frozenset[str]:
    """Names of Textual's text widgets, and of ours that hand their arguments on to one as they are."""
    found = {alias.asname or alias.name for one in read for alias in _imported(one.tree)}
    found -= EDITED
    classes = [node for one in read for node in ast.walk(one.tree) if isinstance(node, ast.ClassDef)]
    for _ in classes:  # a class may stand before its base
        found |= {one.name for one in classes if not _has_init(one) and found & {_name(base) for base in one.bases}}
    return frozenset(found)


def _imported(tree: ast.Module) -> Iterator[ast.alias]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            yield from node.names


def _has_init(one: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in one.body)


def _in_module(one: Source, widgets: frozenset[str]) -> Iterator[tuple[int, str]]:
    file = Path(one.path).name
    inits = {id(call) for call in _super_inits(one.tree, widgets)}
    for node in ast.walk(one.tree):
        if isinstance(node, ast.Call):
            yield from _call(node, file, widgets, id(node) in inits)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and not _fit(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((node.lineno, f".{_name(each)} =") for each in targets if _shown_attribute(each))


def _shown_attribute(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr in SHOWN


def _super_inits(tree: ast.Module, widgets: frozenset[str]) -> Iterator[ast.Call]:
    """``super().__init__(…)`` in a class that is a text widget."""
    for one in ast.walk(tree):
        if isinstance(one, ast.ClassDef) and widgets & {_name(base) for base in one.bases}:
            for node in ast.walk(one):
                if isinstance(node, ast.Call) and _name(node.func) == "__init__":
                    yield node


def _call(node: ast.Call, file: str, widgets: frozenset[str], is_init: bool) -> Iterator[tuple[int, str]]:
    name = _name(node.func)
    if name in MAKES_TEXT and file not in ONLY_HERE:
        yield node.lineno, f"{name}(…) belongs to widgets/plain.py"
    elif name in EDITED and file not in WITH_FIELDS:
        yield node.lineno, f"{name}(…) belongs to widgets/note_text.py"
    elif name in widgets or name in SINKS or is_init:
        makers = MAKERS | CLEANED if _reads_no_markup(node) else MAKERS
        if not all(_fit(one, makers) for at, one in enumerate(node.args) if at not in NO_TEXT.get(name, ())):
            yield node.lineno, f"{name}(…)"
        for keyword in node.keywords:
            if (keyword.arg is None or keyword.arg in KEYWORDS) and not _fit(keyword.value, makers):
                yield node.lineno, f"{name}({keyword.arg or '**'}=…)"


def _reads_no_markup(call: ast.Call) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "markup"]
    return bool(given) and isinstance(given[0], ast.Constant) and given[0].value is False


def _fit(value: ast.expr, makers: frozenset[str] = MAKERS) -> bool:
    """A literal, what a maker returns, or a choice between such; of a row or a list every part."""
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=function, args=args):
            name = _name(function)
            return name in makers or (name == "highlight" and all(_fit(one) for one in args))
        case ast.IfExp():
            return _fit(value.body, makers) and _fit(value.orelse, makers)
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(_fit(one, makers) for one in parts)
        case ast.Starred():
            return _fit(value.value, makers)
        case _:
            return False


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def main() -> int:
    found = findings(sources())
    for one in found:
        print(f"{one.path}:{one.line}: {one.what} gets a text that is neither a literal nor made by plain()")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
