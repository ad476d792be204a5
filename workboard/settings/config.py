"""``config.toml`` as a value: every option once, with its type and default. Reads nothing itself."""

from workboard.domain.typed import Literal, NamedTuple

Role = Literal["technician", "lead"]


class MeSettings(NamedTuple):
    name: str | None = None
    role: Role = "technician"
    shift: str = "day"
    off: frozenset[str] = frozenset()
    """days off, dates"""


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
    user: str | None = None
    """whose secret it is, where a secret needs a name beside it"""
    integration_code: str | None = None
    resource: str | None = None
    """the remote's key of the person, where the secret does not tell who one is"""
    role: str | None = None
    billing_code: str | None = None
    company: str | None = None
    """the client of a new ticket whose contact nobody knows"""
    fixed_statuses: tuple[str, ...] = ()
    impersonate: bool = True
    zone: str = "UTC"
    """where the technician's days begin; that of ``[time]``, see ``Config.for_backend``"""
    whole_team: bool = False
    """whether the notes of the team's other tickets are read too: a lead's are, see ``Config.for_backend``"""


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
    """Programs of the technician's own: program and arguments; none is no hook."""

    on_client_note: tuple[str, ...] = ()
    on_focus_start: tuple[str, ...] = ()
    on_focus_end: tuple[str, ...] = ()
    on_interrupted: tuple[str, ...] = ()
    on_back: tuple[str, ...] = ()
    on_breakthrough: tuple[str, ...] = ()


class Config(NamedTuple):
    me: MeSettings = MeSettings()
    time: TimeSettings = TimeSettings()
    policy_file: str = "policy.toml"
    account: AccountSettings = AccountSettings()
    ui: UiSettings = UiSettings()
    db: DbSettings = DbSettings()
    notes: NoteSettings = NoteSettings()
    hooks: HookSettings = HookSettings()

    def for_backend(self) -> AccountSettings:
        """The account as a backend gets it, with what it must know of its person."""
        return self.account._replace(zone=self.time.zone, whole_team=self.me.role == "lead")
