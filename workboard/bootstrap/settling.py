"""What only whoever writes does on opening: the file made whole, the policy kept, a first day on a desk of its own."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from workboard.backends.kind import Kind
from workboard.board.desk import Desk
from workboard.host.clock import Clock
from workboard.host.paths import Places
from workboard.settings.config import Config
from workboard.store import focus, journal
from workboard.store.database import Database, Transaction
from workboard.store.recovery import open_whole
from workboard.store.restoring import Care

if TYPE_CHECKING:  # only a first day loads asyncio, only hooks a thread
    from workboard.host.hooks import Hooks
    from workboard.sync.engine import Engine


def whole(where: Places, config: Config, kind: Kind) -> Database:
    """The file that is there, or a new one; a damaged or lost one comes back from its backup."""
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


def hooks(desk: Desk, config: Config, environ: Mapping[str, str], failed: Callable[[str], None]) -> "Hooks | None":
    """From now on the technician's own programs hear of what this process does."""
    commands = config.hooks._asdict()
    del commands["on_client_note"]  # it belongs to the sending
    if not any(commands.values()):
        return None
    from workboard.host.hooks import Hooks

    told = Hooks(commands, environ, failed)
    desk.database.subscribe(told.heard)
    return told


def keep(desk: Desk, values: Mapping[str, str], wall: int) -> None:
    """Each under its name, for the next start; ``wall`` is now."""

    def work(transaction: Transaction) -> None:
        for name, value in values.items():
            journal.set_place(transaction, name, value, wall)

    if values:
        desk.database.write(work)


def notice_bound(desk: Desk) -> None:
    """A block of focus that reached its bound while nobody looked."""
    if focus.bound_unnoticed(desk.database.read(), desk.now()):
        desk.database.write(lambda transaction: focus.notice_bound(transaction, desk.now()))


def first_day(desk: Desk, config: Config, kind: Kind, engine: "Callable[[], Engine]") -> None:
    """A desk without a network fills itself, the work on it included; not where another process is doing just this."""
    import asyncio

    joined = engine()
    if not joined.hold():
        return
    report = asyncio.run(joined.sync())
    if report.error is not None:
        raise report.error
    if kind.local_work is not None:
        rows = kind.local_work(config.account)

        def work(transaction: Transaction) -> None:
            for row in rows:
                journal.set_work(transaction, row)

        desk.database.write(work)
