"""Who I am over there: asked by whoever reads, and not again within the hour by a process that comes for one wish.

Not asking is safe where four things hold: the account is this one and in order, it was signed in to less than an
hour ago by this machine's clock, and the backend can tell *without a call* that the secret at hand is that very
person's (``Backend.resume``). A wish of one person never leaves with the secret of another; and nothing of a secret,
not even a hash, is stored to make sure of it. A secret that is no longer good is met at the first call, as ever.
"""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from workboard.backends.base import Identity
from workboard.domain.errors import SettingsError
from workboard.store import account, drafts, entries, journal, mirror, notices, remote_goal
from workboard.store.account import Account
from workboard.store.database import Reader, Transaction
from workboard.store.mirror import Facts
from workboard.sync.context import Context, forget_remote

FRESH_MS: Final = 3_600_000
"""A renamed user, another team, new words for statuses: so long they may go unnoticed by one-shot commands."""
SIGNED_IN: Final = "signed_in"


class Kept(NamedTuple):
    """The last sign-in: when (machine's clock, milliseconds UTC), and what the backend wants to be told again."""

    at: int
    keepsake: str


async def sign_in(context: Context) -> Identity:
    """Who I am, stored; another identity than before means that everything is read anew. What waits for one help
    desk never reaches another, and what one person wrote never goes out as another's: ``SettingsError``."""
    _remind(context)
    identity = await context.backend.whoami()

    def work(transaction: Transaction) -> None:
        before = account.load(transaction)
        if before is not None and before.generation is not None:
            moved = _moved(transaction, before, context)
            if before.remote_user_id != identity.me.id:
                _refuse_anothers(transaction, before, context)
            if moved:
                journal.forget_tickets(transaction, context.now())
            if moved or before.generation != identity.generation:
                forget_remote(transaction, before.id)
        account.save(transaction, _account(context, identity, before))
        _keep_names(transaction, identity)
        kept = json.dumps(Kept(context.wall(), identity.keepsake))
        journal.set_place(transaction, SIGNED_IN, kept, context.now())
        remote_goal.keep(transaction, identity.goal, context.now())
        notices.keep(transaction, identity.warnings, context.now())

    await context.database.awrite(work)
    return identity


def _keep_names(transaction: Transaction, identity: Identity) -> None:
    """What colleagues are called, also those who are on no ticket. Whoever is known as a client stays one."""
    known = mirror.people(transaction, [one.id for one in identity.members])
    others = [one for one in identity.members if one.id != identity.me.id]
    new = [one for one in others if known.get(one.id, one).kind == "staff" and known.get(one.id) != one]
    mirror.store(transaction, Facts(people=tuple(new)))


def _remind(context: Context) -> None:
    """Hand over what an earlier sign-in has learnt, where that holds longer than the sign-in itself."""
    reader = context.database.read()
    found, kept = account.load(reader), _kept(reader)
    if context.backend.capabilities.learns_daily and found is not None and kept is not None:
        context.backend.resume(found.generation or "", kept.keepsake)


def resumed(context: Context) -> bool:
    """Whether the last sign-in, perhaps another process's, still holds; makes no call."""
    reader = context.database.read()
    found, kept = account.load(reader), _kept(reader)
    if found is None or kept is None or found.state != "ok" or found.generation is None:
        return False
    if (found.id, found.backend, found.base_url) != (context.slug, context.backend_name, context.base_url):
        return False
    fresh = 0 <= context.wall() - kept.at < FRESH_MS  # one in the future: the clock was put back since
    return fresh and context.backend.resume(found.generation, kept.keepsake)


def _kept(reader: Reader) -> Kept | None:
    try:
        at, keepsake = json.loads(journal.place(reader, SIGNED_IN) or "")
    except (ValueError, TypeError):
        return None
    return Kept(at, keepsake) if isinstance(at, int) and isinstance(keepsake, str) else None


def _moved(transaction: Transaction, before: Account, context: Context) -> bool:
    """Whether the account's help desk has another address now; refused while anything here was meant for the
    former one, because ticket 7 there need not be its ticket 7."""
    remedy = "put the former [account] back, or name another folder with --data-dir"
    if (before.id, before.backend) != (context.slug, context.backend_name):
        raise SettingsError(f"the data folder belongs to another account ({before.id}): {remedy}")
    if before.base_url == context.base_url:
        return False
    waiting = len(entries.open_entries(transaction)) + drafts.count(transaction)
    if waiting:
        raise SettingsError(f"texts written here ({waiting}) are meant for {before.base_url}: {remedy}")
    return True


def _refuse_anothers(transaction: Transaction, before: Account, context: Context) -> None:
    """Whose name differs is somebody else, unless the backend knows the secret to be of the same person. A desk on
    this machine has one person, whatever a file made of the spool no longer knows."""
    waiting = len(entries.open_entries(transaction))
    if not waiting or not context.backend.capabilities.network:
        return
    if not context.backend.resume(before.generation or "", ""):
        who = before.me_name or before.remote_user_id or "whoever wrote them"
        raise SettingsError(f"texts that wait here ({waiting}) are by {who}: sign in as {who} again, or drop them")


def _account(context: Context, identity: Identity, before: Account | None) -> Account:
    kept = before or Account(context.slug, context.backend_name)
    told = identity.server_time_at
    return kept._replace(
        id=context.slug,
        backend=context.backend_name,
        base_url=context.base_url,
        remote_user_id=identity.me.id,
        me_name=identity.me.name,
        members=tuple(one.id for one in identity.members),
        generation=identity.generation,
        clock_offset_ms=kept.clock_offset_ms if told is None else told - context.wall(),
        state="ok",
        reason=None,
        state_at=kept.state_at if kept.state == "ok" else context.now(),
    )
