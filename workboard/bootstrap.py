"""The only place that chooses and joins concrete things: settings, database, clock, backend, desk, engine."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from workboard.backends import registry
from workboard.backends.kind import Kind
from workboard.board.desk import Desk
from workboard.domain.capabilities import countable
from workboard.domain.errors import DamagedDatabase, ForeignDatabase, NotStored, WorkboardError
from workboard.domain.rules import Policy
from workboard.domain.ticket import Ticket
from workboard.host import chance
from workboard.host import config as files
from workboard.host.clock import Clock, beat, clock, clock_from
from workboard.host.paths import Places, places, plain_path, prepare
from workboard.settings.config import Config
from workboard.store import account, focus, journal, remote_goal
from workboard.store.database import Database, Transaction

if TYPE_CHECKING:  # asyncio alone costs a one-shot question as much as everything else
    from workboard.backends.base import Backend, Meter
    from workboard.host.hooks import Hooks
    from workboard.sync.engine import Engine

STARTED = "clock_started"
POLICY = "policy"


class Options(NamedTuple):
    """What the command line and the environment say. ``running``: the clock goes on (the board)."""

    config: str | None = None
    data_dir: str | None = None
    now: str | None = None
    running: bool = False
    environ: Mapping[str, str] = os.environ


class Session:
    """Everything joined for one run; ``close`` lets go of it. The backend is built when it is first needed."""

    def __init__(self, places_: Places, config: Config, kind: Kind, desk: Desk, environ: Mapping[str, str]) -> None:
        self.places = places_
        self.config = config
        self.kind = kind
        self.desk = desk
        self._environ = environ
        self._engine: Engine | None = None
        self._secret: str | None = None
        """the one its backend has"""
        self.complain: Callable[[str], None] | None = None
        """hears of a hook that went wrong, too; the board reads it from the database"""
        self.hurried = False
        """it was ended by a signal: what other programs were told is left to itself"""
        self._hooks: Hooks | None = None

    @property
    def database(self) -> Database:
        return self.desk.database

    def engine(self) -> "Engine":
        """Finds the secret and builds the backend; ``SignInFailed`` and ``SettingsError`` say what is missing."""
        if self._engine is None:
            self._engine = self._build()
        return self._engine

    def _build(self) -> "Engine":
        from workboard.store.lock import SyncLock
        from workboard.sync.budget import Budget
        from workboard.sync.context import Context
        from workboard.sync.engine import Engine
        from workboard.sync.turned_away import TurnedAway

        settings = self.config.account
        budget = Budget(self.database, self.desk.wall, beat, self.desk.capabilities.calls_per_hour)
        self._secret = secret(self.config, self.kind, self._environ)
        context = Context(
            self.database,
            self._backend(self._secret, budget),
            settings.name,
            self.desk.now,
            self.desk.wall,
            chance.fraction,
            settings.settle_s,
            settings.settle_public_s,
            settings.backend,
            settings.url,
            self._client_note(),
        )
        lock = SyncLock(os.path.join(self.places.data_dir, "sync.lock"))
        away = TurnedAway(self.database, self._fingerprint(), lambda: f"{chance.bits(64):016x}")
        return Engine(
            context, lock, budget, beat=beat, focused=self._focused, renew=lambda: self._renewed(budget),
            turned_away=away,
        )  # fmt: skip

    def _focused(self) -> bool:
        return focus.lasts(self.database.read(), self.desk.now())

    def _backend(self, found: str | None, meter: "Meter") -> "Backend":
        return self.kind.build(
            self.config.for_backend(), self.config.me.name or _login_name(self._environ), found, meter
        )

    def _renewed(self, meter: "Meter") -> "Backend | None":
        """One with the secret as it is now, unless that is the one at hand."""
        found = secret(self.config, self.kind, self._environ)
        if found == self._secret:
            return None
        made = self._backend(found, meter)
        self._secret = found
        return made

    def _fingerprint(self) -> Callable[[str], str] | None:
        """A few bits of what is shown at the door, where showing it twice could lock the user."""
        if not self.desk.capabilities.locks_out:
            return None
        from workboard.host.secrets import few_bits

        one = self.config.account
        beside = (one.url or "", one.user or "", one.integration_code or "")
        return lambda salt: few_bits((self._secret or "", *beside), salt)

    def _client_note(self) -> Callable[[Ticket, str], str | None] | None:
        """The hook, where nobody else would bring the text to the client."""
        argv = self.config.hooks.on_client_note
        if not argv or self.desk.capabilities.network:
            return None
        from workboard.host.hooks import run_hook

        def told(ticket: Ticket, text: str) -> str | None:
            value = {
                "ticket": ticket.number,
                "title": ticket.title,
                "to": ticket.contact_mail,
                "contact": ticket.contact_name,
                "text": text,
            }
            return run_hook("on_client_note", argv, value, self._environ)

        return told

    def tell_hooks(self) -> None:
        """From now on the technician's own programs hear of what this process does."""
        commands = self.config.hooks._asdict()
        del commands["on_client_note"]  # it belongs to the sending
        if not any(commands.values()):
            return
        from workboard.host.hooks import Hooks

        self._hooks = Hooks(commands, self._environ, self._hook_failed)
        self.database.subscribe(self._hooks.heard)

    def _hook_failed(self, said: str) -> None:
        from contextlib import suppress

        from workboard.board import quiet_lines

        with suppress(WorkboardError):  # a full disk: a hook is never a reason to stop
            quiet_lines.leave(self.desk, "hook", said)
        if self.complain is not None:
            self.complain(said)

    def close(self) -> None:
        if self._hooks is not None:
            self._hooks.close(0.0 if self.hurried else None)
        if self._engine is not None:
            self._engine.lock.release()
        self.database.close()


def open_session(options: Options, *, writes: bool = True) -> Session:
    """Join it all. ``writes=False`` (a one-shot question) makes no file where there is none, and restores none."""
    where = places(options.config, options.data_dir, options.environ)
    return join(where, files.load(where, options.environ), options, writes=writes)


def join(where: Places, config: Config, options: Options, *, writes: bool = True) -> Session:
    """The same for settings already at hand (the demo's, and those ``init`` has just made)."""
    try:
        return _joined(where, config, options, writes)
    except ForeignDatabase:
        raise
    except DamagedDatabase:
        if not writes:
            raise
        return _joined(where, config, options, writes)  # met after opening: now the file is known to be suspect


def _joined(where: Places, config: Config, options: Options, writes: bool) -> Session:
    kind = registry.kind(config.account.backend)
    database = _database(where, config, kind, writes)
    try:
        return _at_the_desk(where, config, options, kind, database, writes)
    except BaseException:
        database.close()
        raise


def _at_the_desk(
    where: Places, config: Config, options: Options, kind: Kind, database: Database, writes: bool
) -> Session:
    kept = journal.place(database.read(), POLICY)
    policy, found, text = _policy(config, where, kind, kept)
    capabilities = kind.capabilities(config.account)
    goals, uncounted = countable(remote_goal.fill(policy.goal, database.read()), capabilities)
    policy = policy._replace(goal=goals)
    warnings = (*database.warnings, *files.warnings(where), *((found,) if found else ()), *uncounted)
    ticking = _clock(config, kind, database, options)
    desk = Desk(
        database,
        config,
        policy,
        capabilities,
        ticking.now,
        Clock().now,
        chance.bits,
        warnings,
    )
    session = Session(where, config, kind, desk, options.environ)
    try:
        if writes:
            _settle_in(session, text if text != kept else None)
    except BaseException:
        session.close()
        raise
    return session


def _database(where: Places, config: Config, kind: Kind, writes: bool) -> Database:
    if not writes and not _something(where.database_file):
        if os.path.lexists(where.data_dir) and not os.path.isdir(where.data_dir):
            prepare(where)  # a file or a dead link: it says what is wrong, and makes nothing
        return _nothing(where)
    prepare(where)
    if not writes:
        return _to_read(where.database_file)
    from workboard.store.recovery import Care, open_whole

    settings = config.account
    network = kind.capabilities(settings).network
    settle_ms = 1000 * settings.settle_public_s if network else 0
    return open_whole(where.database_file, Care(Clock().now, network, settle_ms, _journal(config, where)))


def _journal(config: Config, where: Places) -> str:
    """SQLite's word for what ``db.journal`` says, or for what the folder asks for."""
    if config.db.journal == "auto":
        from workboard.host.mounts import on_network

        return "delete" if on_network(where.data_dir) else "wal"
    return "delete" if config.db.journal == "rollback" else "wal"


def _nothing(where: Places) -> Database:
    """A first run, unless there was something once."""
    if os.path.isdir(where.data_dir):
        from workboard.store.recovery import lost

        if lost(where.database_file):
            raise DamagedDatabase(f"{plain_path(where.database_file)} is gone: open workboard, it restores the backup")
    return Database.nothing()


def _to_read(path: str) -> Database:
    try:
        return Database.open(path, Clock().now)
    except NotStored:
        found = Database.read_only(path)
        if found is None:
            raise
        return found


def _something(path: str) -> bool:
    """Whether there is a file with anything in it: the rest is not for a question to make."""
    try:
        return os.stat(path).st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False


def _policy(config: Config, where: Places, kind: Kind, kept: str | None) -> tuple[Policy, str | None, str | None]:
    found = files.load_policy(config, where, kept)
    if kind.policy is not None and found.text is None and found.warning is None:
        return kind.policy(), None, None
    return found.policy, found.warning, found.text


def _clock(config: Config, kind: Kind, database: Database, options: Options) -> Clock:
    """``--now``, else real time, else (the demo) its own day, begun when it was set up and running since."""
    flag = options.now or options.environ.get("WORKBOARD_NOW")
    base = config.account.base_at
    if flag or kind.base_at is None or base is None:
        return clock(flag, config.time.zone, frozen=not options.running)
    wall = Clock().now()
    started = int(journal.place(database.read(), STARTED) or wall)
    return clock_from(base + max(0, wall - started), frozen=not options.running)


def _settle_in(session: Session, policy_text: str | None) -> None:
    """What has to be in a fresh file: the last valid policy, and for a desk without a network its first day."""
    desk, kind = session.desk, session.kind
    wall = desk.wall()
    session.tell_hooks()
    found = account.load(session.database.read())
    fresh = found is None
    unread = found is None or found.synced_at is None  # a first day that broke off is begun again

    def work(transaction: Transaction) -> None:
        if policy_text is not None:
            journal.set_place(transaction, POLICY, policy_text, wall)
        if fresh and kind.base_at is not None:
            journal.set_place(transaction, STARTED, str(wall), wall)

    if policy_text is not None or (fresh and kind.base_at is not None):
        session.database.write(work)
    if focus.bound_unnoticed(session.database.read(), desk.now()):
        session.database.write(lambda transaction: focus.notice_bound(transaction, desk.now()))
    if unread and not desk.capabilities.network:
        _first_day(session)


def _first_day(session: Session) -> None:
    import asyncio

    engine = session.engine()
    if not engine.hold():
        return  # another process is doing just this
    report = asyncio.run(engine.sync())
    if report.error is not None:
        raise report.error
    if session.kind.local_work is not None:
        rows = session.kind.local_work(session.config.account)

        def work(transaction: Transaction) -> None:
            for row in rows:
                journal.set_work(transaction, row)

        session.database.write(work)


def secret(config: Config, kind: Kind, environ: Mapping[str, str]) -> str | None:
    """The account's secret as it is now; ``None`` where it needs none, or there is none."""
    if not kind.needs_secret:
        return None
    from workboard.host import secrets

    found = secrets.find(config.account, environ)
    return found.reveal() if found is not None else None


def _login_name(environ: Mapping[str, str]) -> str:
    return environ.get("LOGNAME") or environ.get("USER") or environ.get("USERNAME") or "me"
