"""The only place that chooses and joins concrete things: settings, database, clock and desk here; ``settling`` and
``engine`` for whoever writes, and whoever syncs."""

import os
from collections.abc import Callable, Mapping

from workboard.backends import registry
from workboard.backends.kind import Kind
from workboard.board.desk import Desk
from workboard.domain.capabilities import countable
from workboard.domain.errors import DamagedDatabase, ForeignDatabase, NotStored, WorkboardError
from workboard.domain.typed import TYPE_CHECKING, NamedTuple
from workboard.host import chance
from workboard.host import config as files
from workboard.host.clock import Clock, clock, clock_from
from workboard.host.paths import Places, places, plain_path, prepare
from workboard.host.remembered import Memory
from workboard.settings.config import Config
from workboard.store import account, journal
from workboard.store.database import Database

if TYPE_CHECKING:  # asyncio alone costs a one-shot question as much as everything else
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
        self.environ = environ
        self._engine: Engine | None = None
        self.policy_warning: str | None = None
        """why the policy in use is not the one the file says, and which one is"""
        self.complain: Callable[[str], None] | None = None
        """hears of a hook that went wrong, too; the board reads it from the database"""
        self.hurried = False
        """it was ended by a signal: what other programs were told is left to itself"""
        self.hooks: Hooks | None = None
        """told of what this process does, from its opening on"""

    @property
    def database(self) -> Database:
        return self.desk.database

    def engine(self) -> "Engine":
        """Finds the secret and builds the backend; ``SignInFailed`` and ``SettingsError`` say what is missing."""
        if self._engine is None:
            from workboard.bootstrap.engine import Builder

            self._engine = Builder(self.places, self.config, self.kind, self.desk, self.environ).engine()
        return self._engine

    def hook_failed(self, said: str) -> None:
        """One of the technician's own programs: a line on the board, and a word to whoever listens."""
        from contextlib import suppress

        from workboard.board import quiet_lines

        with suppress(WorkboardError):  # a full disk: a hook is never a reason to stop
            quiet_lines.leave(self.desk, "hook", said)
        if self.complain is not None:
            self.complain(said)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.hooks is not None:
            self.hooks.close(0.0 if self.hurried else None)
        if self._engine is not None:
            self._engine.lock.release()
        self.database.close()


def open_session(options: Options, *, writes: bool = True) -> Session:
    """Join it all. ``writes=False`` (a one-shot question) makes no file where there is none, and restores none."""
    where = places(options.config, options.data_dir, options.environ)
    config = files.load(where, options.environ, Memory(where.data_dir, writes))
    return join(where, config, options, writes=writes)


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
    found = _policy(config, where, kind, kept, Memory(where.data_dir, writes))
    desk = _desk(where, config, options, kind, database, found)
    session = Session(where, config, kind, desk, options.environ)
    session.policy_warning = found.warning
    try:
        if writes:
            _settle_in(session, found.text if found.text != kept else None)
    except BaseException:
        session.close()
        raise
    return session


def _desk(
    where: Places, config: Config, options: Options, kind: Kind, database: Database, found: files.PolicyInUse
) -> Desk:
    capabilities = kind.capabilities(config.for_backend())
    goals, uncounted = countable(found.policy.goal, capabilities)
    policy = found.policy._replace(goal=goals)
    warnings = (*database.warnings, *files.warnings(where), *filter(None, (found.warning,)), *uncounted)
    ticking = _clock(config, kind, database, options)
    return Desk(database, config, policy, capabilities, ticking.now, Clock().now, chance.bits, warnings)


def _database(where: Places, config: Config, kind: Kind, writes: bool) -> Database:
    if not writes and not _something(where.database_file):
        if os.path.lexists(where.data_dir) and not os.path.isdir(where.data_dir):
            prepare(where)  # a file or a dead link: it says what is wrong, and makes nothing
        return _nothing(where)
    prepare(where)
    if not writes:
        return _to_read(where.database_file)
    from workboard.bootstrap.settling import whole

    return whole(where, config, kind)


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


def _policy(config: Config, where: Places, kind: Kind, kept: str | None, memory: Memory) -> files.PolicyInUse:
    """``kept`` is the text of last time."""
    found = files.load_policy(config, where, kept, memory)
    if kind.policy is not None and found.text is None and found.warning is None:
        return files.PolicyInUse(kind.policy())
    return found


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
    from workboard.bootstrap import settling

    desk, kind = session.desk, session.kind
    wall = desk.wall()
    session.hooks = settling.hooks(desk, session.config, session.environ, session.hook_failed)
    found = account.load(session.database.read())
    fresh = found is None
    unread = found is None or found.synced_at is None  # a first day that broke off is begun again
    values = {} if policy_text is None else {POLICY: policy_text}
    if fresh and kind.base_at is not None:
        values[STARTED] = str(wall)
    settling.keep(desk, values, wall)
    settling.notice_bound(desk)
    if unread and not desk.capabilities.network:
        settling.first_day(desk, session.config, kind, session.engine)
