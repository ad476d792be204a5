"""From a parsed TOML table to ``Config`` or ``Policy``, strictly: a key nobody knows is an error that says
where it stands and what was probably meant."""

from __future__ import annotations

from workboard.domain.rules import BandRule, PersonRule, Policy, Shift, TeamRule
from workboard.domain.typed import Any
from workboard.settings.config import AccountSettings, Config
from workboard.settings.defaults import policy_in
from workboard.settings.options import BAND, CONFIG, PERSON, POLICY, SCHEMA, SHIFT, TEAM, ShiftWords, put
from workboard.settings.strict import Options, Source, found
from workboard.settings.toml import Path, table_of
from workboard.settings.values import plain, shown


def config_from(table: dict[str, Any], source: str, text: str | None = None) -> Config:
    """``config.toml`` as a value; ``text`` only serves to name lines in errors."""
    file = Source(source, text)
    rest = _checked_schema(table, file)
    config = Config()
    for option, value in found(rest, (), CONFIG, file, ("schema",)):
        config = put(config, option.goes_to, value)
    if "name" not in table.get("account", {}):
        config = put(config, "account.name", account_name(config.account.backend))
    return config


def policy_from(table: dict[str, Any], source: str, text: str | None = None, zone: str = "UTC") -> Policy:
    """``policy.toml`` as a value; shifts that name no zone are in ``zone``."""
    file = Source(source, text)
    rest = _checked_schema(table, file)
    bands, shifts = rest.pop("band", []), rest.pop("shifts", {})
    teams, people = rest.pop("teams", {}), rest.pop("people", {})
    policy = policy_in(zone)
    for option, value in found(rest, (), POLICY, file, ("schema", "band", "shifts", "teams", "people")):
        policy = put(policy, option.goes_to, value)
    policy = policy._replace(bands=_bands(bands, file), shifts=_shifts(shifts, zone, file))
    policy = policy._replace(
        teams=_named(teams, "teams", TEAM, TeamRule(), file),
        people=_named(people, "people", PERSON, PersonRule(), file),
    )
    return _checked_people(_checked_shift(policy, file), file)


def config_of(text: str, source: str = "config.toml") -> Config:
    """``config.toml``, from its text."""
    return config_from(table_of(text, source), source, text)


def policy_of(text: str, source: str = "policy.toml", zone: str = "UTC") -> Policy:
    """``policy.toml``, from its text."""
    return policy_from(table_of(text, source), source, text, zone)


def account_name(backend: str) -> str:
    """The name an account has when none is given: the backend's, as a slug."""
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in backend.lower())
    return slug or AccountSettings().name


def _checked_schema(table: dict[str, Any], file: Source) -> dict[str, Any]:
    """The table without ``schema``, which may be absent."""
    schema = table.get("schema", SCHEMA)
    if schema is True or schema != SCHEMA:
        what = f"schema is {plain(str(schema))}, this workboard reads {SCHEMA}; update it, or the file"
        raise file.error(("schema",), what)
    return {name: value for name, value in table.items() if name != "schema"}


def _bands(value: object, file: Source) -> tuple[BandRule, ...]:
    if not isinstance(value, list):
        raise file.error(("band",), "band: wants two brackets, [[band]]")
    return tuple(_band(file.table(one, ("band", n)), ("band", n), file) for n, one in enumerate(value))


def _band(table: dict[str, Any], path: Path, file: Source) -> BandRule:
    rule = BandRule(4)
    for option, value in found(table, path, BAND, file):
        rule = put(rule, option.goes_to, value)
    if missing := {"name", "when"} - table.keys():
        raise file.error(path, f"a [[band]] needs {' and '.join(sorted(missing))}")
    return rule


def _named(value: object, path: str, options: Options, base: Any, file: Source) -> tuple[tuple[str, Any], ...]:
    """The tables ``[path.NAME]``, each as a value like ``base``."""
    read: dict[str, Any] = {}
    for name, table in file.table(value, (path,)).items():
        if not name.strip():
            raise file.error((path, name), f'[{path}.""]: the name is empty; write one, as in [{path}.NAME]')
        one = base
        for option, given in found(file.table(table, (path, name)), (path, name), options, file):
            one = put(one, option.goes_to, given)
        read[name] = one
    return tuple(read.items())


def _shifts(value: object, zone: str, file: Source) -> tuple[tuple[str, Shift], ...]:
    """The file's shifts after the built-in ones they do not replace."""
    shifts = dict(policy_in(zone).shifts)
    for name, table in file.table(value, ("shifts",)).items():
        words, path = ShiftWords(), ("shifts", name)
        for option, read in found(file.table(table, path), path, SHIFT, file):
            words = put(words, option.goes_to, read)
        shifts[name] = words.shift(zone)
    return tuple(shifts.items())


def _checked_shift(policy: Policy, file: Source) -> Policy:
    name, known = policy.order.day_shift, dict(policy.shifts)
    if name not in known:
        what = f"{shown(name)} is no shift; known: {', '.join(sorted(known))}"
        raise file.error(("order", "day_shift"), f"[order] day_shift: {what}")
    return policy


def _checked_people(policy: Policy, file: Source) -> Policy:
    known = dict(policy.shifts)
    for name, rule in policy.people:
        if rule.shift is not None and rule.shift not in known:
            what = f"{shown(rule.shift)} is no shift; known: {', '.join(sorted(known))}"
            raise file.error(("people", name, "shift"), f"[people.{plain(name)}] shift: {what}")
    return policy
