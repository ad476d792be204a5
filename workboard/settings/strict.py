"""A table read by its options, and by nothing else: what is unknown or wrong is named with its line."""

from collections.abc import Iterable, Iterator

from workboard.domain.errors import SettingsError
from workboard.domain.typed import Any, NamedTuple
from workboard.settings.options import Option
from workboard.settings.toml import Path, line_of
from workboard.settings.values import nearest, plain, shown
from workboard.settings.wants import Inside, a_table

Options = tuple[Option, ...]


class Source(NamedTuple):
    """The file an error speaks of; without its text there is no line to name."""

    name: str
    text: str | None = None

    def error(self, path: Path, what: str) -> SettingsError:
        """``config.toml line 12: …``"""
        line = line_of(self.text, path) if self.text is not None else None
        where = f"{self.name} line {line}" if line else self.name
        return SettingsError(f"{where}: {what}")

    def value(self, option: Option, value: object, path: Path) -> Any:
        """What the option's type makes of it."""
        try:
            return option.kind.read(value)
        except Inside as error:
            inner = (*path, error.key)
            raise self.error(inner, f"{_spoken(inner)}: {error}") from None
        except SettingsError as error:
            raise self.error(path, f"{_spoken(path)}: {error}") from None

    def table(self, value: object, path: Path) -> dict[str, Any]:
        """The value, which has to be a table."""
        try:
            return a_table(value)
        except SettingsError as error:
            raise self.error(path, f"{_spoken(path)}: {error}") from None

    def unknown(self, path: Path, value: object, names: Iterable[str]) -> SettingsError:
        """A key or table that does not exist, with the name that was probably meant."""
        *above, name = path
        meant = nearest(str(name), names)
        if not above and isinstance(value, dict | list):
            what, remedy = f"unknown table [{plain(str(name))}]", f"did you mean [{meant}]?"
        else:
            within = f"in {_header(tuple(above))}" if above else "at the top of the file"
            what, remedy = f"unknown key {shown(str(name))} {within}", f'did you mean "{meant}"?'
        known = "known: " + ", ".join(sorted(names))
        return self.error(path, f"{what}; {remedy if meant else known}")


def found(
    table: dict[str, Any], path: Path, options: Options, file: Source, more: tuple[str, ...] = ()
) -> Iterator[tuple[Option, Any]]:
    """Every option the table sets, with its value. ``more`` are names known but read elsewhere."""
    at = {tuple(option.path.split(".")): option for option in options}
    return _walk(table, path, (), at, file, more)


def _walk(
    table: dict[str, Any],
    top: Path,
    under: tuple[str, ...],
    at: dict[tuple[str, ...], Option],
    file: Source,
    more: tuple[str, ...],
) -> Iterator[tuple[Option, Any]]:
    names = {place[len(under)] for place in at if place[: len(under)] == under and len(place) > len(under)}
    for name, value in table.items():
        here, path = (*under, name), (*top, *under, name)
        if here in at:
            yield at[here], file.value(at[here], value, path)
        elif name not in names:
            raise file.unknown(path, value, names | set(more))
        else:
            yield from _walk(file.table(value, path), top, here, at, file, ())


def _header(path: Path) -> str:
    """A table as its header is written: ``[account.fields]``, ``[[band]]``."""
    if path[0] == "band":
        return "[[band]]" + "".join(f" {part}" for part in path[2:])
    return "[" + ".".join(str(part) for part in path) + "]"


def _spoken(path: Path) -> str:
    """An option as people say it: ``[time] zone``."""
    *above, name = path
    return f"{_header(tuple(above))} {name}" if above and isinstance(name, str) else _header(path)
