"""What nobody knows of Autotask's server, or what differs between tenants: one switch each, the first position being
the likeliest. A backend has to live with every position.

The last word of each docstring is the confidence mark of what *is* known (A vendor and a live client agree, B one
source, C one project's claim, D memory) and the chapter it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, get_args, get_type_hints

REPLY_STATUS: Final = {"default": "Customer Note Added", "renamed": "Mail Reply"}


class Switches(NamedTuple):
    zone_slash: Literal["yes", "no"] = "yes"
    """whether the zone's ``url`` ends in a slash (A, *Zone discovery*)"""
    zone_case: Literal["ATServicesRest", "atservicesrest"] = "ATServicesRest"
    """how the zone's ``url`` spells its folder; the vendor writes both (A, *Zone discovery*)"""
    path_case: Literal["any", "as told"] = "any"
    """whether paths count in the spelling of the zone's ``url`` and ``V1.0`` alone (C, *Zone discovery*)"""
    fractions: Literal["some", "none", "seven"] = "some"
    """digits behind the second in instants: 0 to 7 were seen (A, *Dates and times*)"""
    zulu: Literal["yes", "no"] = "yes"
    """whether instants end in ``Z``; without it they are UTC all the same (C, *Dates and times*)"""
    seconds_shift: Literal["no", "yes"] = "no"
    """start and end of a time entry once came back a part of a second later (B, *Dates and times*)"""
    line_ends: Literal["kept", "crlf", "trimmed"] = "kept"
    """texts come back with other line ends, or without blanks at line ends (B, *Creating without a key*)"""
    nulls_in_text: Literal["no", "yes"] = "no"
    """zero characters occur in texts (B, *Synchronisation*)"""
    missing_is: Literal["404", "null"] = "404"
    """GET of an id that is not there: 404, or 200 with ``{"item": null}`` (A, *Calls*)"""
    picklist_values: Literal["text", "number"] = "text"
    """values of picklists are texts; some were numbers, and parents null (A, *Shapes* of metadata)"""
    item_id: Literal["number", "text"] = "number"
    """``itemId`` is untyped in the published schema, and a number in practice (A, *Shapes* of writes)"""
    update_body: Literal["item id", "empty"] = "item id"
    """an update or a deletion may be answered with an empty 200 (C, *Shapes* of writes)"""
    labels: Literal["default", "renamed"] = "default"
    """shops rename the status for answered tickets: *Mail Reply* and so on (A, *The mail-reply queue*)"""
    status_ids: Literal["english", "german"] = "english"
    """which number stands for which status; only 5, Complete, is fixed (A and B, *Values*)"""
    priority_ids: Literal["1234", "4125"] = "1234"
    """numbers of priorities do not follow severity; one tenant had no 3 (A, *Values*)"""
    reply_rule: Literal["rule", "none"] = "rule"
    """whether a workflow rule sets the status when a client writes (B, *The mail-reply queue*)"""
    reply_delay: Literal["0", "4"] = "0"
    """calls that pass until that rule has fired: seconds in life (B, *The mail-reply queue*)"""
    reply_note_type: Literal["3", "101", "18"] = "3"
    """type of the note that a mailed answer becomes (B, *The mail-reply queue*)"""
    client_note_creator: Literal["none", "4"] = "none"
    """``creatorResourceID`` of a client's note: null or the built-in resource (C, *TicketNotes*)"""
    status_override: Literal["never", "at once", "late", "always"] = "never"
    """a status that was set is undone by a queued rule: once and seen by the first look, once and only seen by the
    second, or each time (B, *A 200 is not proof*)"""
    edit_bumps_activity: Literal["yes", "no"] = "yes"
    """whether an edit moves ``lastActivityDate`` (B), and who was active last (unknown, *Synchronisation*)"""
    note_bumps_tracked: Literal["no", "yes"] = "no"
    """whether a note moves ``lastTrackedModificationDateTime`` (unknown, *Open questions*)"""
    time_bumps_activity: Literal["yes", "no"] = "yes"
    """whether a time entry moves the ticket's ``lastActivityDate`` (unknown, *Open questions*)"""
    child_bumps_call: Literal["no", "yes"] = "no"
    """whether a ticket or resource added to a service call moves the call's stamp (unknown, *Open questions*)"""
    call_stamp: Literal["null", "set"] = "null"
    """``lastModifiedDateTime`` of a service call never changed (B, *ServiceCalls*)"""
    person_type_filter: Literal["error", "works"] = "error"
    """whether ``lastActivityPersonType`` may stand in a filter (A that not, *Tickets*)"""
    note_contact_filter: Literal["works", "error"] = "works"
    """whether ``createdByContactID`` of notes may stand in a filter (unverified, *Open questions*)"""
    empty_filter: Literal["error", "all"] = "error"
    """a query whose ``filter`` is empty (C and B, *Filter grammar*, last chapter)"""
    operator_case: Literal["any", "exact"] = "any"
    """whether operators count in the vendor's spelling alone; others are then unknown (C, *Filter grammar*)"""
    noteq_null: Literal["left out", "found"] = "left out"
    """whether *noteq* finds rows in which the field is null (unknown; SQL's own way would leave them out)"""
    max_records: Literal["any", "lower"] = "any"
    """whether ``MaxRecords`` is honoured in any case (C, *Calls*)"""
    lag: Literal["0", "2"] = "0"
    """calls that pass until a record just created can be read (B, *Calls*)"""
    impersonation: Literal["allowed", "refused", "ignored"] = "allowed"
    """writing in a technician's name: permitted, refused with a 500, or without effect (A and B, *Impersonation*)"""
    note_needs: Literal["title", "nothing"] = "title"
    """whether a note must have a title (B, *TicketNotes*)"""
    publish: Literal["required", "defaults"] = "required"
    """whether a note must say who sees it (B that it must, *TicketNotes*)"""
    time_needs: Literal["start and stop", "summary too", "hours do"] = "start and stop"
    """what a time entry on a ticket must have beside its role (A and C, *TimeEntries*)"""
    category_needs: Literal["nothing", "queue", "queue and due"] = "nothing"
    """fields that the ticket category demands (B, *Tickets*)"""
    pair_wants: Literal["role held", "role in queue"] = "role held"
    """whether a ticket's owner must hold the role at all, or for the ticket's queue (B: *for a queue*, *Tickets*)"""
    call_wants: Literal["anybody", "assigned"] = "anybody"
    """who may stand on a service call: anybody, or the ticket's own resources alone (C, *ServiceCalls*)"""
    goals: Literal["on", "off"] = "on"
    """the weekly goal in billable hours: null and not to be filtered by where that feature is off (B, *People*)"""
    hidden: Literal["nothing", "time", "roles", "history"] = "nothing"
    """what this API user may not see: such records are absent, without an error (B, *Headers*, *TimeEntries*)"""
    forbidden: Literal["nothing", "goals", "appointments", "calls"] = "nothing"
    """what this API user may not query: a 500 that speaks of permissions (A, *Errors*)"""
    over_limit: Literal["429", "500"] = "429"
    """what is said when the hour's calls are used up (unknown, *Open questions*)"""
    threads_status: Literal["429", "500"] = "429"
    """the status that goes with the thread limit's text (A, may be another one, *Texts to recognise*)"""
    errors_shape: Literal["texts", "objects"] = "texts"
    """``errors`` are texts; one client also takes objects with a ``message`` (A and C, *Errors*)"""


USUAL: Final = Switches()


def positions(name: str) -> tuple[str, ...]:
    """All positions of a switch, the usual first."""
    return get_args(get_type_hints(Switches)[name])


def one_at_a_time() -> Iterator[tuple[str, str, Switches]]:
    """(switch, position, tenant) for each unusual position of each switch, all others usual."""
    for name in Switches._fields:
        for position in positions(name)[1:]:
            yield name, position, Switches(**(USUAL._asdict() | {name: position}))


NO_WAY_OUT: Final = frozenset(
    {
        ("status_override", "always"), ("status_override", "late"), ("hidden", "roles"), ("hidden", "time"),
        ("forbidden", "appointments"),
    }
)  # fmt: skip
"""Positions in which what is wished cannot come true; a backend has to say so, which has tests of its own."""


def all_flipped(turn: int = 1) -> Switches:
    """Every switch in its position ``turn`` places from the usual one, as far as it has so many."""
    chosen = {}
    for name in Switches._fields:
        there = [one for one in positions(name) if (name, one) not in NO_WAY_OUT]
        chosen[name] = there[min(turn, len(there) - 1)]
    return Switches(**chosen)  # type: ignore[arg-type]
