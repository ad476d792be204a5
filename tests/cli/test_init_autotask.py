"""``init`` at an Autotask: user, secret and code are asked for, everything else is found; and a secret that was turned
away is shown to it once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.desk import at_deeds as deeds
from tests.desk.at_audit import Audited
from tests.desk.at_seed import ANA, API_NAME, CODE, SECRET, at_seeded
from tests.desk.at_switches import USUAL
from tests.desk.at_tenant import Tenant
from tests.desk.autotask import Autotask
from tests.desk.server import Server, on_thread
from workboard.cli import board, init_asked
from workboard.domain.errors import SignInFailed, UsageError
from workboard.host import secrets
from workboard.host.clock import Clock


@pytest.fixture
def tenant() -> Tenant:
    return at_seeded(Clock().now, USUAL)


@pytest.fixture
def server(tenant: Tenant) -> Iterator[Server]:
    with on_thread(Server(Audited(Autotask()), tenant)) as one:
        yield one


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", SECRET)


def words(server: Server, *more: str) -> list[str]:
    return ["init", "--backend", "autotask", "--url", server.url, *more]


def flags(server: Server, *more: str) -> list[str]:
    return words(server, "--user", API_NAME, "--integration-code", CODE, *more)


def config(desk: Desk) -> dict[str, Any]:
    return tomllib.loads((desk.folder / "config.toml").read_text())


def secrets_shown(server: Server) -> int:
    return sum("secret" in one.headers for one in server.requests)


# --- flags alone --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("secret")
def test_flags_alone_make_the_settings(empty: Desk, server: Server) -> None:
    got = empty(*flags(server, "--me", str(ANA), "--queue", "Service Desk", "--json")).json
    assert got["me"] == {"id": str(ANA), "name": "Ana Alves"}
    assert got["statuses"]["reply"] == ["Customer Note Added"]
    account = config(empty)["account"]
    assert (account["user"], account["integration_code"], account["resource"]) == (API_NAME, CODE, str(ANA))
    assert account["status"]["waiting_client"] == ["Waiting Customer"]
    assert isinstance(server.dialect, Audited)
    assert server.dialect.complaints == []


@pytest.mark.usefixtures("secret")
def test_a_meaning_of_a_status_may_be_said(empty: Desk, server: Server) -> None:
    got = empty(*flags(server, "--me", str(ANA), "--map", "reply=Waiting Vendor", "--json")).json
    assert got["statuses"]["reply"] == ["Waiting Vendor"]
    assert "Waiting Vendor" not in got["statuses"]["waiting_other"]


@pytest.mark.usefixtures("secret")
def test_a_status_that_is_not_there_is_refused(empty: Desk, server: Server) -> None:
    got = empty(*flags(server, "--me", str(ANA), "--map", "reply=Nope"))
    assert (got.code, "Customer Note Added" in got.err) == (2, True)
    assert not (empty.folder / "config.toml").exists()


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(
    ("more", "missing"),
    [((), "--user"), (("--user", API_NAME), "--integration-code")],
)
def test_a_flag_that_is_missing_is_named(empty: Desk, server: Server, more: tuple[str, ...], missing: str) -> None:
    got = empty(*words(server, *more, "--json"))
    assert (got.code, missing in got.err) == (2, True)
    assert server.requests == []


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("me", [(), ("--me", "4711"), ("--me", "29700090")])
def test_who_one_is_has_to_be_said_and_be_somebody_who_works(empty: Desk, server: Server, me: tuple[str, ...]) -> None:
    got = empty(*flags(server, *me, "--json"))
    assert (got.code, "--me" in got.err) == (2, True)


def test_a_wrong_secret_is_shown_once_and_nothing_is_written(
    empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", "wrong")
    got = empty(*flags(server, "--me", str(ANA)))
    assert (got.code, "locked" in got.err) == (3, True)
    assert secrets_shown(server) == 1
    assert not (empty.folder / "config.toml").exists()


# --- the dialogue -------------------------------------------------------------------------------------


class Person:
    """Types these answers, one after the other."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.answers.pop(0)


def sit(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Person:
    person = Person(*answers)
    monkeypatch.setattr(init_asked, "asker", lambda *, quiet: None if quiet else person)
    monkeypatch.setattr(secrets, "terminal_prompt", lambda: lambda prompt: SECRET)
    return person


def test_the_dialogue_asks_for_three_things_and_lists_the_rest(
    empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(monkeypatch, API_NAME, CODE, "ana", "", "n")
    got = empty(*words(server))
    assert got.code == 0
    assert [prompt.split(" ")[0] for prompt in person.asked[:2]] == ["API", "Tracking"]
    assert "Customer Note Added: reply" in got.out
    assert config(empty)["account"]["resource"] == str(ANA)


def test_part_of_a_name_that_several_have_is_asked_again(
    empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(monkeypatch, API_NAME, CODE, "nobody", "a", str(ANA), "", "n")
    got = empty(*words(server))
    assert got.code == 0
    assert "Nobody of that name" in got.out
    assert "type the number" in got.out
    assert person.answers == []


def test_a_meaning_is_corrected_line_by_line(empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    sit(monkeypatch, API_NAME, CODE, "Ana Alves", "reply = waiting vendor", "rubbish", "", "n")
    got = empty(*words(server))
    assert "A category is one of" in got.out
    assert config(empty)["account"]["status"]["reply"] == ["Waiting Vendor"]


def test_it_ends_with_the_board(empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, str]] = []
    opened: list[object] = []

    def runs(args: object) -> int:
        opened.append(args)
        return 0

    monkeypatch.setattr(secrets, "store", lambda account, one: kept.append((account.user, one.reveal())))
    monkeypatch.setattr(board, "run", runs)
    sit(monkeypatch, API_NAME, CODE, "ana", "", "")
    assert empty(*words(server)).code == 0
    assert (kept, len(opened)) == ([(API_NAME, SECRET)], 1)


def test_without_a_keyring_it_says_why_there_is_no_board(
    empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_keyring(account: object, one: object) -> None:
        raise SignInFailed("no keyring here: set WORKBOARD_TOKEN")

    monkeypatch.setattr(secrets, "store", no_keyring)
    sit(monkeypatch, API_NAME, CODE, "ana", "", "")
    got = empty(*words(server))
    assert (got.code, "no keyring here" in got.out) == (0, True)


def test_whoever_stops_answering_gets_no_settings() -> None:
    from workboard.backends.autotask.kind import KIND
    from workboard.settings.config import AccountSettings

    def gone(prompt: str) -> str:
        raise UsageError("nothing was answered; nothing is written")

    with pytest.raises(UsageError):
        init_asked.with_fields(AccountSettings(), KIND, {}, gone)


# --- afterwards ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("secret")
def test_the_first_day(empty: Desk, server: Server, tenant: Tenant) -> None:
    empty(*flags(server, "--me", str(ANA), "--queue", "Service Desk"))
    row = deeds.opens(tenant, "Kettle is cold", "Help!", contact=30711, owner=ANA)
    assert call(empty, "sync").code == 0
    number = row["ticketNumber"]
    noted = call(empty, "note", number, "Looked at it. >Call Gus", "--time", "10m", "--json")
    assert (noted.code, noted.json["state"]) == (0, "sent")
    (entry,) = [one for one in tenant.rows("TimeEntries") if one["ticketID"] == row["id"]]
    assert (entry["resourceID"], round(entry["hoursWorked"] * 60)) == (ANA, 10)


@pytest.mark.usefixtures("secret")
def test_doctor_says_in_whose_name_things_are_written(empty: Desk, server: Server) -> None:
    empty(*flags(server, "--me", str(ANA)))
    call(empty, "sync")
    got = call(empty, "doctor", "--json").json
    assert any("in your name" in one["what"] for one in got["notes"])
    assert got["findings"] == []


def test_a_secret_that_was_turned_away_is_not_shown_again_by_any_process(
    empty: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOARD_TOKEN", SECRET)
    empty(*flags(server, "--me", str(ANA)))
    monkeypatch.setenv("WORKBOARD_TOKEN", "changed by somebody")
    before = secrets_shown(server)
    assert [call(empty, "sync").code for _ in range(3)] == [3, 3, 3]
    assert secrets_shown(server) == before + 1
    monkeypatch.setenv("WORKBOARD_TOKEN", SECRET)
    assert call(empty, "sync").code == 0


def call(desk: Desk, *some: str) -> Any:
    """At the real time, which is the tenant's as well."""
    from datetime import UTC, datetime

    now = datetime.fromtimestamp(Clock().now() / 1000, UTC).isoformat(timespec="seconds")
    return desk(*some, now=now)
