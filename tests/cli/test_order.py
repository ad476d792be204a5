"""AC-01 as a script sees it: ``workboard next --json`` and ``plan --json`` against the rules told a second time."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TypeVar

import pytest

from tests.cli.conftest import Desk
from tests.domain.build import NOW
from tests.domain.test_acceptance import by_hand, sample
from workboard.backends.demo.sample import many
from workboard.store import mirror
from workboard.store.database import Database, Transaction
from workboard.store.mirror import Facts

SEED, COUNT = 7, 200
AT = "2026-11-24T10:42Z"
Row = TypeVar("Row")


def put(desk: Desk, order: int) -> None:
    """The sample in place of what the demo has, its rows in an order of their own."""
    page, dice = many(SEED, NOW, COUNT), random.Random(order)

    def shuffled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(dice.sample(rows, len(rows)))

    facts = Facts(tickets=shuffled(page.tickets), spans=shuffled(page.spans), activities=shuffled(page.activities))

    def instead(transaction: Transaction) -> None:
        for table in ("activity", "ticket", "status_span", "work", "message"):
            transaction.run(f"DELETE FROM {table}")
        mirror.store(transaction, facts)

    with closing(Database.open(str(desk.folder / "data" / "workboard.db"))) as database:
        database.write(instead)
    (desk.folder / "policy.toml").write_text("schema = 1\n")


@pytest.mark.parametrize("order", range(5))
def test_ac01_next_is_the_first_by_the_rules_in_whatever_order_the_rows_came(demo: Desk, order: int) -> None:
    put(demo, order)
    wanted = by_hand(sample(SEED, COUNT), NOW)
    assert len(wanted) > 100
    shown = demo("next", "--json", now=AT).json
    assert shown["activity"]["id"] == wanted[0]
    day = [one["id"] for one in demo("plan", "--json", now=AT).json]
    assert [one for one in day if one in set(wanted)] == wanted, "what comes later today aside"
    assert len(day) == shown["planned"] + 1
