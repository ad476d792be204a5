"""The order on a real file: what *next* offers is the first of what the rules say, told a second time."""

from __future__ import annotations

from tests.board.bench import Bench
from tests.domain.build import NOW, POLICY
from tests.domain.test_acceptance import by_hand, ids, sample
from workboard.backends.demo.sample import many
from workboard.board.offer import offer
from workboard.store import mirror
from workboard.store.database import Transaction
from workboard.store.mirror import Facts

SEED, COUNT = 7, 200


async def test_ac01_what_is_offered_of_200_on_the_disk_is_the_first_by_the_rules(demo: Bench) -> None:
    page = many(SEED, NOW, COUNT)
    facts = Facts(tickets=page.tickets, spans=page.spans, activities=page.activities)

    def instead(transaction: Transaction) -> None:
        for table in ("activity", "ticket", "work", "message"):
            transaction.run(f"DELETE FROM {table}")
        mirror.store(transaction, facts)

    demo.database.write(instead)
    demo.desk = demo.desk._replace(policy=POLICY)
    demo.at = NOW
    known = sample(SEED, COUNT)
    found = offer(demo.desk)
    assert [one.activity.id for one in found.ranked] == by_hand(known, NOW) == ids(known)
    assert found.current is not None
    assert found.current.activity.id == found.ranked[0].activity.id
