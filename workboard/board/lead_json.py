"""The figures as JSON promises them: keys are stable, instants ISO, minutes and counts whole numbers."""

from __future__ import annotations

from typing import Any

from workboard.board.lead_words import TOO_FEW
from workboard.domain.exported import exact
from workboard.domain.lead import figures as f
from workboard.domain.lead.interruptions import Interruptions
from workboard.domain.progress import Progress

Shape = dict[str, Any]


def shape(found: f.Figures) -> Shape:
    """Names stand where a person asked for help and where room is for dispatch, and nowhere else."""
    if found.alone:
        return {**_shape(found), **dict.fromkeys(_OF_PEOPLE, TOO_FEW)}
    return _shape(found)


_OF_PEOPLE = ("goal", "history", "planned_kept", "load", "interruptions")


def _shape(found: f.Figures) -> Shape:
    return {
        "team": found.team,
        "people": found.people,
        "goal": None if found.goal is None else {**progress(found.goal), "period": found.period},
        "history": list(found.history),
        "planned_kept": found.kept._asdict(),
        "load": _load(found.load),
        "flow": _flow(found.flow),
        "targets": _targets(found.targets),
        "replies": {"waiting": found.replies.waiting, "longest_minutes": found.replies.longest},
        "blocked_by": dict(found.blocked),
        "help_wanted": [_help(one) for one in found.help],
        "interruptions": interruptions(found.interruptions),
        "again_and_again": [one._asdict() for one in found.repeats],
        "room": [one._asdict() for one in found.room],
    }


_BANDS = ("P1", "P2", "P3", "P4")


def progress(one: Progress) -> Shape:
    return one._asdict()


def _load(load: f.Load) -> Shape:
    share = load.share
    return {**load._asdict(), "share": None if share is None else round(share, 4)}


def _flow(flow: f.Flow) -> Shape:
    days = flow.days_to_clear
    oldest = flow.oldest
    return {
        "in": list(flow.came),
        "out": list(flow.went),
        "queue": flow.queue,
        "queue_minutes": flow.queue_minutes,
        "worked_minutes_a_day": round(flow.worked_a_day, 2),
        "days_to_clear": None if days is None else round(days, 2),
        "oldest": None
        if oldest is None
        else {
            "ticket": oldest.number, "band": oldest.band, "created_at": exact(oldest.created_at),
            "waits_for": oldest.waits_for,
        },
    }  # fmt: skip


def _targets(targets: f.Targets) -> Shape:
    late = [{"ticket": one.number, "band": one.band, "over_minutes": one.over} for one in targets.late]
    return {"due_soon": targets.due_soon, "past": dict(zip(_BANDS, targets.past, strict=True)), "late": late}


def _help(one: f.Help) -> Shape:
    return {
        "ticket": one.number, "band": one.band, "wanted": one.wanted, "asked_by": one.asked_by,
        "since": exact(one.since_at),
    }  # fmt: skip


def interruptions(found: Interruptions) -> Shape | str:
    if not found.days:
        return TOO_FEW
    return {
        "days": found.days,
        "people_at_least": found.people,
        "by_source": {name: each._asdict() for name, each in found.by_source},
        "worst_hour": found.worst_hour,
        "focus_kept": found.focus_kept,
        "focus_blocks": found.focus_blocks,
        "wrong_order": found.wrong_order,
    }
