"""A secret that was turned away is tried once, by all processes together, where a second try could lock its user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from workboard.domain.errors import SignInFailed
from workboard.host.secrets import few_bits
from workboard.store.database import Database
from workboard.sync import turned_away
from workboard.sync.turned_away import TurnedAway

ERROR = SignInFailed("not accepted", status=401)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(str(tmp_path / "workboard.db"))) as one:
        yield one


def process(database: Database, secret: str, code: str = "CODE") -> TurnedAway:
    return TurnedAway(database, lambda salt: few_bits((secret, code), salt), lambda: "5a17")


async def test_the_same_secret_is_known_again_by_another_process(database: Database) -> None:
    await process(database, "wrong").check()
    await process(database, "wrong").remember(ERROR, 1)
    with pytest.raises(SignInFailed, match="not accepted"):
        await process(database, "wrong").check()


@pytest.mark.parametrize(("secret", "code"), [("right", "CODE"), ("wrong", "EDOC")])
async def test_another_secret_or_code_may_be_tried(database: Database, secret: str, code: str) -> None:
    await process(database, "wrong").remember(ERROR, 1)
    await process(database, secret, code).check()
    await process(database, "wrong").check()  # and nothing is kept of the former one


async def test_a_person_who_signs_in_lifts_it(database: Database) -> None:
    await process(database, "locked").remember(ERROR, 1)
    await database.awrite(turned_away.forget)
    await process(database, "locked").check()


async def test_where_nobody_is_locked_out_nothing_is_kept(database: Database) -> None:
    plain = TurnedAway(database, None, lambda: "5a17")
    await plain.remember(ERROR, 1)
    assert database.read().value("SELECT count(*) FROM place WHERE name = 'turned_away'") == 0


async def test_what_is_kept_is_three_digits_of_a_hash(database: Database) -> None:
    await process(database, "k9$Tr#ue~St@one*").remember(ERROR, 1)
    kept = database.read().value("SELECT value FROM place WHERE name = 'turned_away'")
    assert "Tr#ue" not in kept
    assert len(few_bits(("k9$Tr#ue~St@one*", "CODE"), "5a17")) == 3


async def test_a_row_that_cannot_be_read_stops_nobody(database: Database) -> None:
    from workboard.store import journal

    await database.awrite(lambda tx: journal.set_place(tx, turned_away.PLACE, "{", 1))
    await process(database, "any").check()
