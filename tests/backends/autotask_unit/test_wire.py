"""The secret goes to the account's zone and nowhere else, and never twice where it was turned away."""

from __future__ import annotations

import httpx
import pytest

from tests.backends.autotask_unit.desk import SETTINGS, ZONE, Canned, listed, sent
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import UnknownField
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.wire import Wire
from workboard.domain.errors import Garbled, Refused, RemoteError, SettingsError, SignInFailed, Uncertain, Unreachable

SECRETS = ("ApiIntegrationCode", "UserName", "Secret")
OTHER = "https://webservices5.autotask.net/ATServicesRest/"


def calls(desk: Canned) -> Calls:
    return Calls(Wire(SETTINGS, "s3cret$#", desk.transport))


def turned_away(request: httpx.Request) -> httpx.Response:
    return httpx.Response(401)


async def test_three_headers_go_to_the_zone_and_none_to_the_lookup() -> None:
    desk = Canned(lambda request: listed())
    await calls(desk).rows("Tickets", (equal("id", 1),), ("id",))
    lookup, asked = desk.requests
    assert lookup.url.host == "webservices2.autotask.net"
    assert dict(lookup.url.params) == {"user": "api@msp.example"}
    assert not any(name in lookup.headers for name in SECRETS)
    assert str(asked.url) == f"{ZONE}V1.0/Tickets/query"
    assert [asked.headers[name] for name in SECRETS] == ["CODE", "api@msp.example", "s3cret$#"]


async def test_after_the_first_401_nothing_is_sent_any_more() -> None:
    desk = Canned(turned_away)
    autotask = calls(desk)
    for _ in range(3):
        with pytest.raises(SignInFailed):
            await autotask.get("Tickets", 1)
    assert [one.headers.get("Secret") for one in desk.requests] == [None, "s3cret$#", None]


async def test_an_account_that_moved_is_followed_once() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return listed({"id": 7}) if request.url.host == "webservices5.autotask.net" else httpx.Response(401)

    desk = Canned(answer, (ZONE, OTHER))
    assert await calls(desk).rows("Tickets", (), ("id",)) == [{"id": 7}]
    assert [one.url.host for one in desk.requests if "Secret" in one.headers] == [
        "webservices3.autotask.net",
        "webservices5.autotask.net",
    ]


async def test_an_account_that_moves_on_and_on_is_not_followed() -> None:
    desk = Canned(turned_away, (ZONE, OTHER, ZONE, OTHER))
    autotask = calls(desk)
    for _ in range(2):
        with pytest.raises(SignInFailed):
            await autotask.get("Tickets", 1)
    assert sum("Secret" in one.headers for one in desk.requests) == 2


async def test_a_zone_elsewhere_gets_nothing() -> None:
    desk = Canned(lambda request: listed(), ("https://evil.example/ATServicesRest/",))
    with pytest.raises(Garbled):
        await calls(desk).get("Tickets", 1)
    assert len(desk.requests) == 1


async def test_a_redirect_is_not_followed() -> None:
    desk = Canned(lambda request: httpx.Response(307, headers={"Location": "https://evil.example/"}))
    with pytest.raises(RemoteError):
        await calls(desk).get("Tickets", 1)
    assert {one.url.host for one in desk.requests} == {"webservices2.autotask.net", "webservices3.autotask.net"}


async def test_a_user_whom_nobody_knows_is_said_before_any_secret() -> None:
    asked: list[httpx.Request] = []

    def no_zone(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(500, json={"errors": ["Zone information could not be determined"]})

    transport = httpx.MockTransport(no_zone)
    with pytest.raises(SignInFailed, match=r"api@msp\.example"):
        await Calls(Wire(SETTINGS, "s", transport)).get("Tickets", 1)
    assert not any("Secret" in one.headers for one in asked)


@pytest.mark.parametrize("field", ["user", "integration_code"])
def test_an_account_without_a_user_or_a_code_says_so(field: str) -> None:
    with pytest.raises(SettingsError, match="init"):
        Wire(SETTINGS._replace(**{field: None}), "s")  # type: ignore[arg-type]


# --- pages -------------------------------------------------------------------------------------------


async def test_pages_go_on_from_the_last_id() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        conditions = sent(request)["filter"][0]["items"]
        after = next((one["value"] for one in conditions if one["op"] == "gt"), 0)
        return listed(*({"id": after + n + 1} for n in range(min(500, 1100 - after))))

    desk = Canned(answer)
    rows = await calls(desk).rows("Tickets", (equal("isActive", True),), ("id",))
    assert [row["id"] for row in rows] == list(range(1, 1101))
    assert len(desk.requests) == 1 + 3


async def test_a_smaller_page_with_a_successor_is_gone_on_from() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        after = next((one["value"] for one in sent(request)["filter"][0]["items"] if one["op"] == "gt"), 0)
        onward = f"{ZONE}V1.0/Tickets/query/next?paging=x" if after < 2 else None
        return httpx.Response(200, json={"items": [{"id": after + 1}], "pageDetails": {"nextPageUrl": onward}})

    rows = await calls(Canned(answer)).rows("Tickets", (), ("id",))
    assert [row["id"] for row in rows] == [1, 2, 3]


async def test_a_list_that_leads_nowhere_has_an_end() -> None:
    desk = Canned(lambda request: listed(*({"id": n + 1} for n in range(500))))
    with pytest.raises(Garbled):
        await calls(desk).rows("Tickets", (), ("id",))
    assert len(desk.requests) == 1 + 2


async def test_a_field_that_the_tenant_lacks_is_left_out_from_then_on() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "ticketType" in sent(request)["IncludeFields"]:
            return httpx.Response(500, json={"errors": ["Unable to find ticketType in the Ticket Entity."]})
        return listed({"id": 1})

    desk = Canned(answer)
    autotask = calls(desk)
    for _ in range(2):
        assert await autotask.rows("Tickets", (), ("id", "ticketType")) == [{"id": 1}]
    assert len(desk.requests) == 1 + 3


async def test_a_condition_on_a_field_that_is_not_there_is_an_error() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500, json={"errors": ["Unable to find colour in the Ticket Entity."]})

    with pytest.raises(UnknownField):
        await calls(Canned(answer)).rows("Tickets", (equal("colour", "red"),), ("id",))


@pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(200, json={"item": None})])
async def test_not_found_is_said_in_two_ways(answer: httpx.Response) -> None:
    assert await calls(Canned(lambda request: answer)).get("Tickets", 1) is None


@pytest.mark.parametrize("body", [{}, {"itemId": None}, {"itemId": "x"}, []])
async def test_a_create_without_an_id_proves_nothing(body: object) -> None:
    with pytest.raises(Uncertain):
        await calls(Canned(lambda request: httpx.Response(200, json=body))).create("Tickets", "/Tickets", {})


async def test_a_create_in_somebodys_name_and_its_id() -> None:
    desk = Canned(lambda request: httpx.Response(200, json={"itemId": "30777658"}))
    made = await calls(desk).create("TicketNotes", "/Tickets/{}/Notes", {"ticketID": 7}, 7, person="29700011")
    assert made == 30777658
    assert desk.requests[-1].headers["ImpersonationResourceId"] == "29700011"
    assert desk.paths()[-1] == "POST /ATServicesRest/V1.0/Tickets/7/Notes"


async def test_a_change_is_a_patch_on_the_collection() -> None:
    desk = Canned(lambda request: httpx.Response(200))
    await calls(desk).change("Tickets", {"id": 7, "status": 5})
    assert desk.paths()[-1] == "PATCH /ATServicesRest/V1.0/Tickets"
    assert sent(desk.requests[-1]) == {"id": 7, "status": 5}
    assert "ImpersonationResourceId" not in desk.requests[-1].headers


async def test_what_is_turned_down_with_words_is_refused_with_them() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500, json={"errors": ["Missing Required Field: title"]})

    with pytest.raises(Refused, match="Missing Required Field: title"):
        await calls(Canned(answer)).create("TicketNotes", "/Tickets/{}/Notes", {}, 7)


async def test_words_that_nobody_knows_are_met_by_asking_for_all_fields() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "IncludeFields" in sent(request):
            return httpx.Response(500, json={"errors": ["ticketType: no such property"]})
        return listed({"id": 1})

    desk = Canned(answer)
    assert await calls(desk).rows("Tickets", (), ("id", "ticketType")) == [{"id": 1}]
    assert len(desk.requests) == 1 + 2


async def test_trouble_that_stays_is_told_with_its_words() -> None:
    desk = Canned(lambda request: httpx.Response(500, json={"errors": ["Database is resting."]}))
    with pytest.raises(Unreachable, match="Database is resting"):
        await calls(desk).rows("Tickets", (), ("id",))
    assert len(desk.requests) == 1 + 2
