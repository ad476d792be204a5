"""What colleagues are called is learnt with the sign-in: also of those whose name stands on no ticket."""

from __future__ import annotations

from tests.sync.fake_remote import ME
from tests.sync.rig import Rig
from workboard.domain.people import Person
from workboard.store import mirror, people
from workboard.store.mirror import Facts
from workboard.sync.signing_in import sign_in

BEN = Person("8", "Ben Bauer", "ben@support.example", "staff")
TEAM = (ME.id, BEN.id)


async def test_names_are_kept_and_follow_the_help_desk(rig: Rig) -> None:
    rig.remote.members = (ME, BEN)
    await sign_in(rig.engine.context)
    assert dict(people.names_of(rig.database.read(), TEAM)) == {ME.id: ME.name, BEN.id: BEN.name}
    rig.remote.members = (ME, BEN._replace(name="Ben Berg"))
    await sign_in(rig.engine.context)
    assert dict(people.names_of(rig.database.read(), TEAM))[BEN.id] == "Ben Berg"
    rig.remote.members = ()
    await sign_in(rig.engine.context)
    assert dict(people.names_of(rig.database.read(), TEAM))[BEN.id] == "Ben Berg", "absence is not deletion"


async def test_a_colleague_who_is_a_client_too_stays_one(rig: Rig) -> None:
    client = BEN._replace(kind="client", company="Alder")
    rig.database.write(lambda tx: mirror.store(tx, Facts(people=(client,))))
    rig.remote.members = (ME, BEN)
    await sign_in(rig.engine.context)
    assert people.person(rig.database.read(), BEN.id) == client
    assert people.person(rig.database.read(), ME.id) is None, "my own name stands with the account"


async def test_another_help_desk_has_other_colleagues(rig: Rig) -> None:
    rig.remote.members = (ME, BEN)
    await sign_in(rig.engine.context)
    rig.remote.members, rig.remote.generation = (ME,), "g2"
    await sign_in(rig.engine.context)
    assert people.person(rig.database.read(), BEN.id) is None
