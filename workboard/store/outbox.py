"""Wishes on their way: waiting, in flight, uncertain, refused, done. Their text is never lost.

Here is every write to the outbox; each change of state goes through ``_move``, which knows the moves there are
(``states.MOVES``) and writes the log.
"""

import json
from collections.abc import Callable

from workboard.domain.errors import Conflicting, ImpossibleAct
from workboard.domain.event import Delivered, NeedsAttention
from workboard.domain.intent import AddNote, Answer, Dismiss, Intent, SetCategory, revive, verb
from workboard.store.database import Transaction
from workboard.store.entries import ASKED, SEEN, Entry, Wish, by_marker, dropped_of, entry, find, was_seen
from workboard.store.entries import open_entries as open_entries
from workboard.store.entries import recent as recent
from workboard.store.states import MOVES, PROMISED, WORDS

__all__ = [
    "Entry", "Wish", "by_marker", "conflict", "delivered", "drop", "end_promise", "enqueue", "entry", "find", "hold",
    "mark_inflight", "open_entries", "postpone", "promote", "rebase", "recent", "recover", "refuse", "release",
    "remark", "rename_ticket", "replace", "reschedule", "retry", "seen",
]  # fmt: skip


def enqueue(transaction: Transaction, wish: Wish, now: int, sendable_at: int, promote_at: int | None = None) -> None:
    """Store the wish and, where it says something, the note behind it. ``now`` is the domain's clock.

    With ``sendable_at`` *PROMISED* it stays here until ``promote``; ``promote_at`` tells when that is to be."""
    intent = wish.intent
    payload = _packed(intent)
    transaction.keep(
        {
            "id": wish.id, "act": wish.act, "marker": wish.marker, "verb": verb(intent), "payload": payload,
            "next_step": wish.next_step, "created_at": now, "sendable_at": sendable_at,
        }
    )  # fmt: skip
    transaction.run(
        "INSERT INTO outbox (id, act, ticket_id, verb, payload, payload_sha, base, category, marker, created_at,"
        " sendable_at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id,
            wish.act,
            intent.ticket_id,
            verb(intent),
            payload,
            _sha(payload),
            intent.base if isinstance(intent, SetCategory | Dismiss) else None,
            _wanted(intent),
            wish.marker,
            now,
            sendable_at,
            promote_at,
        ),
    )
    if isinstance(intent, AddNote | Answer):
        _keep_note(transaction, wish, intent, now)
    _log(transaction, wish.id, now, None, "pending", "written")
    transaction.touch("outbox", "tickets", "replies", "progress")


def _packed(intent: Intent) -> str:
    return json.dumps(intent._asdict(), ensure_ascii=False, sort_keys=True)


def _sha(payload: str) -> str:
    from hashlib import sha256  # only a write needs it

    return sha256(payload.encode("utf-8")).hexdigest()


def _wanted(intent: Intent) -> str | None:
    """The category the ticket should show while this wish waits."""
    if isinstance(intent, SetCategory):
        return intent.category
    return intent.then if isinstance(intent, Answer) else None


def _keep_note(transaction: Transaction, wish: Wish, intent: AddNote | Answer, now: int) -> None:
    # after everything already said on the ticket, even where the remote's clock is ahead of ours
    newest = transaction.value("SELECT max(at) FROM message WHERE ticket_id = ?", (intent.ticket_id,))
    now = max(now, (newest or 0) + 1)
    internal = isinstance(intent, AddNote)
    transaction.run(
        "INSERT INTO note (id, ticket_id, visibility, minutes, body, next_step, solution, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            wish.id,
            intent.ticket_id,
            "internal" if internal else "public",
            intent.minutes,
            intent.text,
            wish.next_step,
            int(isinstance(intent, AddNote) and intent.solution),
            now,
        ),
    )
    transaction.touch("notes", "messages")


# -- sending ------------------------------------------------------------------------------------------------


def mark_inflight(transaction: Transaction, one: Entry, now: int, wall: int, fence: str | None) -> bool:
    """Before the first byte leaves: the attempt and how far we had read are on the disk. False when a person
    took the row back meanwhile: then it must not be sent."""
    if one.promised:
        raise ImpossibleAct(f"row {one.seq} may still be taken back: it must not leave")
    moved = _move(
        transaction, one, "inflight", now, "sending",
        attempts=one.attempts + 1, sent_at=wall, next_at=None, fence=one.fence or fence,
    )  # fmt: skip
    if moved:
        end_promise(transaction, one.id)
    return moved


def delivered(
    transaction: Transaction, one: Entry, now: int, remote_id: str | None, cause: str, note: str | None = None
) -> None:
    """It is there; ``note`` is what the person should know of it. A row dropped meanwhile stays dropped, and
    says that it arrived all the same."""
    if not _move(transaction, one, "done", now, cause, remote_id=remote_id, reason=note, next_at=None):
        _arrived_all_the_same(transaction, one.id)
        return
    transaction.run("UPDATE note SET remote_id = ? WHERE id = ?", (remote_id, one.id))
    transaction.run("UPDATE conflict SET resolution = 'delivered' WHERE op = ? AND resolution IS NULL", (one.id,))
    end_promise(transaction, one.id)
    transaction.tell(Delivered(one.ticket_id, one.verb))
    transaction.touch("tickets", "messages", "replies", "progress", "notes")


def seen(transaction: Transaction, markers: list[str], now: int) -> None:
    """These markers stand on the far side: their rows have arrived, whatever was thought of them. An answer that was
    to move its ticket as well is left to a look, which finds it and finishes that."""
    for one in by_marker(transaction, markers):
        if _moves_its_ticket(one):
            _leave_to_a_look(transaction, one, now)
        else:
            delivered(transaction, one, now, None, SEEN)
    for identifier in dropped_of(transaction, markers):
        _arrived_all_the_same(transaction, identifier)


def _moves_its_ticket(one: Entry) -> bool:
    """What is in flight has a sender that will tell; what is promised is never looked for."""
    looked_for = one.state in ("uncertain", "pending", "held", "rejected") and not one.promised
    return looked_for and isinstance(one.intent, Answer) and one.intent.then is not None


def _leave_to_a_look(transaction: Transaction, one: Entry, now: int) -> None:
    """Soon, but not before the settle time of one that is being checked anyway is over."""
    if not was_seen(transaction, one):
        next_at = one.next_at if one.state == "uncertain" else None
        _move(transaction, one, "uncertain", now, SEEN, reason=HALF_SEEN, next_at=next_at)


def _arrived_all_the_same(transaction: Transaction, identifier: str) -> None:
    transaction.run(
        "UPDATE outbox SET reason = ? WHERE id = ? AND state = 'dropped' AND reason IS NOT ?",
        (ALL_THE_SAME, identifier, ALL_THE_SAME),
    )


ALL_THE_SAME = "dropped here, but it had arrived: it is on the ticket all the same"
HALF_SEEN = "it is on the ticket; whether that stands where it should is checked"


def postpone(
    transaction: Transaction,
    one: Entry,
    now: int,
    state: str,
    next_at: int | None,
    cause: str,
    status: int | None = None,
) -> None:
    """Back to *pending* or *held*, or to *uncertain*, until ``next_at`` (wall clock). Nothing happens to a row
    that a person dropped meanwhile. What surely did not arrive is no attempt: these count doubts."""
    unsent = one.state == "inflight" and state in ("pending", "held")
    _move(
        transaction, one, state, now, cause, status,
        next_at=next_at, reason=cause, attempts=one.attempts - int(unsent),
    )  # fmt: skip


def hold(transaction: Transaction, now: int, cause: str) -> None:
    """Signed out: what waits is held, each row with the reason, until a send is tried again."""
    for one in open_entries(transaction):
        if one.state == "pending" and not one.promised:
            _move(transaction, one, "held", now, cause, reason=cause, next_at=None)


def refuse(transaction: Transaction, one: Entry, now: int, reason: str, status: int | None = None) -> None:
    """The remote turned it down, or nobody can tell: a person has to look. The text stays."""
    if _move(transaction, one, "rejected", now, reason, status, reason=reason, next_at=None):
        _needs_a_person(transaction, one, reason)


def conflict(transaction: Transaction, one: Entry, now: int, error: Conflicting) -> None:
    """Somebody changed the same field: kept until a person chooses."""
    if not _move(transaction, one, "conflict", now, str(error), error.status, reason=str(error), next_at=None):
        return
    transaction.run(
        "INSERT INTO conflict (op, field, base, mine, theirs, at) VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, error.field, error.base, error.mine, error.theirs, now),
    )
    _needs_a_person(transaction, one, str(error))


def _needs_a_person(transaction: Transaction, one: Entry, reason: str) -> None:
    transaction.touch("tickets", "replies")
    transaction.tell(NeedsAttention(one.ticket_id, one.verb, reason))


def recover(transaction: Transaction, now: int, next_at: Callable[[Entry], int]) -> int:
    """At start, by the holder of the lock: what was in flight when a process died is uncertain, never pending."""
    lost = [one for one in open_entries(transaction) if one.state == "inflight"]
    for one in lost:
        _move(transaction, one, "uncertain", now, "the sender ended", next_at=next_at(one))
    return len(lost)


def reschedule(transaction: Transaction, one: Entry, next_at: int) -> None:
    """The clock went back: its time is another one."""
    held = min(one.sendable_at, next_at) if not one.promised else one.sendable_at
    transaction.run(
        "UPDATE outbox SET next_at = ?, sendable_at = ? WHERE id = ? AND state = ?",
        (next_at, held, one.id, one.state),
    )


# -- a person decides ---------------------------------------------------------------------------------------


def retry(transaction: Transaction, one: Entry, now: int) -> None:
    """A person says: send it again. A status wish takes what the remote has now as its new base; whatever may
    have arrived is looked for first, and not sooner because of the asking."""
    if one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: wait until that is over")
    found = transaction.one(
        "SELECT field, theirs FROM conflict WHERE op = ? AND resolution IS NULL ORDER BY id DESC LIMIT 1", (one.id,)
    )
    may_be_there = one.state == "uncertain" or (one.state == "rejected" and one.sent_at is not None)
    state = "uncertain" if may_be_there else "pending"
    next_at = one.next_at if one.state == "uncertain" else None
    held = 0 if one.promised else one.sendable_at
    if not _move(transaction, one, state, now, ASKED, next_at=next_at, attempts=0, sendable_at=held):
        return
    transaction.run("UPDATE conflict SET resolution = 'mine' WHERE op = ? AND resolution IS NULL", (one.id,))
    if found is not None and found[0] == "status" and isinstance(one.intent, SetCategory | Dismiss):
        _rewrite(transaction, one.id, one.intent._replace(base=found[1]))
    transaction.touch("tickets", "replies")


def drop(transaction: Transaction, one: Entry, now: int, cause: str = "dropped by hand") -> bool:
    """A person says: do not send it. The row and its text stay in the file."""
    if not _move(transaction, one, "dropped", now, cause, next_at=None):
        return False
    if was_seen(transaction, one):
        _arrived_all_the_same(transaction, one.id)
    transaction.run("UPDATE conflict SET resolution = 'theirs' WHERE op = ? AND resolution IS NULL", (one.id,))
    transaction.touch("tickets", "messages", "replies", "progress", "notes")
    return True


def replace(
    transaction: Transaction, one: Entry, wish: Wish, now: int, sendable_at: int, promote_at: int | None = None
) -> bool:
    """Other words in the place of a row that will not be sent: a wish of its own, with an id and a marker of its
    own. It takes the former's place, so that what waits behind that waits behind this."""
    if not drop(transaction, one, now, f"replaced by {wish.id}"):
        return False
    transaction.run("UPDATE outbox SET seq = (SELECT max(seq) FROM outbox) + 1 WHERE id = ?", (one.id,))
    enqueue(transaction, wish, now, sendable_at, promote_at)
    transaction.run("UPDATE outbox SET seq = ? WHERE id = ?", (one.seq, wish.id))
    return True


def promote(transaction: Transaction, identifiers: list[str], wall: int) -> int:
    """The time in which it could be taken back is over: whoever promised these texts lets them go. How many were
    still promised."""
    done = 0
    for identifier in identifiers:
        done += transaction.run(
            "UPDATE outbox SET sendable_at = ?, next_at = NULL"
            " WHERE id = ? AND sendable_at = ? AND state IN ('pending', 'held')",
            (wall, identifier, PROMISED),
        )
    if done:
        transaction.touch("outbox")
    return done


def end_promise(transaction: Transaction, identifier: str) -> None:
    """It has left: the bytes that were typed are no draft any more."""
    transaction.run("DELETE FROM draft WHERE promote_at IS NOT NULL AND kind LIKE ?", (f"% {identifier}",))


def release(transaction: Transaction, wall: int) -> int:
    """The board is left: nothing can be taken back any more, so nothing is held for that."""
    return transaction.run(
        "UPDATE outbox SET sendable_at = :wall WHERE state IN ('pending', 'held') AND attempts = 0"
        " AND sendable_at > :wall AND sendable_at < :promised",
        {"wall": wall, "promised": PROMISED},
    )


def remark(transaction: Transaction, identifier: str, reason: str) -> None:
    """A word to a row that stays as it is."""
    transaction.run("UPDATE outbox SET reason = ? WHERE id = ?", (reason, identifier))
    transaction.touch("outbox")


# -- rows that follow ---------------------------------------------------------------------------------------


def rebase(transaction: Transaction, ticket_id: str, status: str, after: int = 0) -> None:
    """Our own write changed the remote's status: wishes behind it (``after`` its place) that were never sent
    start from there."""
    for one in open_entries(transaction):
        behind = one.ticket_id == ticket_id and one.seq > after and one.state in ("pending", "held")
        if behind and not one.frozen and isinstance(one.intent, SetCategory | Dismiss):
            _rewrite(transaction, one.id, one.intent._replace(base=status))


def forget_fences(transaction: Transaction) -> None:
    """The remote was restored, or is another one: *after this number* says nothing about it any more, so a look for
    what was sent goes through everything."""
    transaction.run("UPDATE outbox SET fence = NULL WHERE state NOT IN ('done','dropped')")


def rename_ticket(transaction: Transaction, old: str, new: str) -> None:
    """A ticket opened here got its real id: everything waiting for it follows, what was sent of it too."""
    for identifier, word, payload in transaction.all(
        "SELECT id, verb, payload FROM outbox WHERE ticket_id = ? AND state NOT IN ('done','dropped')", (old,)
    ):
        _rewrite(transaction, identifier, revive(word, {**json.loads(payload), "ticket_id": new}), renames=True)
    transaction.keep({"was": old, "is": new})
    for table in ("note", "draft", "work", "dismissal", "interval"):
        transaction.run(f"UPDATE OR REPLACE {table} SET ticket_id = ? WHERE ticket_id = ?", (new, old))


def _rewrite(transaction: Transaction, identifier: str, intent: Intent, *, renames: bool = False) -> None:
    """Another payload: only of what surely never arrived, or with nothing changed but its ticket's name."""
    one = find(transaction, identifier)
    if one is None or (one.frozen and not renames):
        raise ImpossibleAct(f"row {identifier} has been sent: its words stay as they are")
    payload = _packed(intent)
    base = intent.base if isinstance(intent, SetCategory | Dismiss) else None
    transaction.run(
        "UPDATE outbox SET ticket_id = ?, payload = ?, payload_sha = ?, base = ? WHERE id = ?",
        (intent.ticket_id, payload, _sha(payload), base, identifier),
    )


# -- every move ---------------------------------------------------------------------------------------------


def _move(
    transaction: Transaction, one: Entry, state: str, now: int, cause: str, status: int | None = None, **columns: object
) -> bool:
    """Bring the row into another state, and log it. False, and nothing is changed, when it has moved meanwhile;
    ``ImpossibleAct`` for a move that there is not."""
    if state not in MOVES[one.state]:
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: it cannot be {WORDS[state]} now")
    names = "".join(f", {name} = :{name}" for name in columns)
    values = {"id": one.id, "before": one.state, "after": state, **columns}
    if not transaction.run(f"UPDATE outbox SET state = :after{names} WHERE id = :id AND state = :before", values):
        return False
    _log(transaction, one.id, now, one.state, state, cause, status)
    if state in ("done", "dropped"):
        transaction.keep({"of": one.id, "ended": state})
    transaction.touch("outbox")
    return True


def _log(
    transaction: Transaction,
    identifier: str,
    now: int,
    before: str | None,
    after: str,
    cause: str,
    status: int | None = None,
) -> None:
    transaction.run(
        "INSERT INTO outbox_log (op, at, from_state, to_state, cause, http_status) VALUES (?, ?, ?, ?, ?, ?)",
        (identifier, now, before, after, cause, status),
    )
