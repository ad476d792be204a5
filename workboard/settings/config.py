"""``config.toml`` as a value: every option once, with its type and default. Reads nothing itself."""

from typing import Literal, NamedTuple

Role = Literal["technician", "lead"]


class MeSettings(NamedTuple):
    name: str | None = None
    id: str | None = None
    """the remote's key of the person, where the secret does not tell (Autotask)"""
    role: Role = "technician"
    shift: str = "day"


class TimeSettings(NamedTuple):
    zone: str = "UTC"
    suggest_minutes: int = 5


class SecretSettings(NamedTuple):
    command: tuple[str, ...] = ()


class FieldSettings(NamedTuple):
    """Names of the remote's own fields (RT: custom fields)."""

    company: str | None = None
    urgent: str | None = None
    urgent_is: str = "Urgent"
    marker: str | None = None


class AccountSettings(NamedTuple):
    backend: str = "standalone"
    name: str = "standalone"
    url: str | None = None
    ca_file: str | None = None
    queue: str | None = None
    group: str | None = None
    team_ticket: str | None = None
    settle_s: int = 30
    settle_public_s: int = 120
    secret: SecretSettings = SecretSettings()
    status: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """category → the remote's words; the first is written, all are read"""
    fields: FieldSettings = FieldSettings()
    seed: int = 7
    """the demo's"""
    base_at: int | None = None
    """the demo's first instant, milliseconds UTC, fixed by ``init``"""


class UiSettings(NamedTuple):
    theme: str = "dusk"
    animations: bool = False
    notify: bool = True


class NoteSettings(NamedTuple):
    snippets: tuple[tuple[str, str], ...] = ()
    """name → text, for ``;name`` in a note or an answer"""


class DbSettings(NamedTuple):
    journal: Literal["auto", "wal", "rollback"] = "auto"


class HookSettings(NamedTuple):
    on_client_note: tuple[str, ...] = ()


class Config(NamedTuple):
    me: MeSettings = MeSettings()
    time: TimeSettings = TimeSettings()
    policy_file: str = "policy.toml"
    account: AccountSettings = AccountSettings()
    ui: UiSettings = UiSettings()
    db: DbSettings = DbSettings()
    notes: NoteSettings = NoteSettings()
    hooks: HookSettings = HookSettings()
