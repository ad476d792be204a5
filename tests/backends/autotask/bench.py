"""The fake Autotask server on a socket, and a plain HTTP client that signs in: nothing of the product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.desk.at_audit import Audited
from tests.desk.at_gate import Gate
from tests.desk.at_seed import API_NAME, CODE, SECRET, at_seeded
from tests.desk.at_switches import USUAL, Switches
from tests.desk.at_tenant import Tenant
from tests.desk.autotask import Autotask
from tests.desk.server import Server

NOW = 1_795_516_920_000
"""Tuesday 2026-11-24 10:42 UTC, on the tenant's clock as on ours"""
HEADERS = {"ApiIntegrationCode": CODE, "UserName": API_NAME, "Secret": SECRET}
ALL = {"filter": [{"op": "gte", "field": "id", "value": 0}]}


class Bench:
    """``at`` is what the tenant's clock shows."""

    def __init__(self, switches: Switches = USUAL) -> None:
        self.at = NOW
        self.tenant: Tenant = at_seeded(lambda: self.at, switches)
        self.dialect = Audited(Autotask(Gate()))
        self.server = Server(self.dialect, self.tenant)
        self.http = httpx.AsyncClient(timeout=10, verify=False)  # plain http: no certificates need be read

    @property
    def base(self) -> str:
        return f"{self.server.url}/{self.tenant.switches.zone_case}/V1.0"

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        url = path if path.startswith("http") else f"{self.base}/{path}"
        return await self.http.request(method, url, json=body, headers=HEADERS | headers)

    async def query(self, entity: str, *conditions: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        body = {"filter": list(conditions) or ALL["filter"], **more}
        answer = await self.ask("POST", f"{entity}/query", body)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["items"]
        return rows

    async def item(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask("GET", path)).json()["item"]
        return found

    async def made(self, method: str, path: str, body: Any, **headers: str) -> int:
        """The id that a write answers."""
        answer = await self.ask(method, path, body, **headers)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["itemId"])

    async def error(
        self, method: str, path: str, body: Any = None, status: int = 500, headers: dict[str, str] | None = None
    ) -> str:
        """The text of a refusal."""
        answer = await self.ask(method, path, body, **(headers or {}))
        assert answer.status_code == status, (answer.status_code, answer.text)
        (text,) = answer.json()["errors"]
        return str(text)


@asynccontextmanager
async def benched(**switches: str) -> AsyncIterator[Bench]:
    """A tenant with these positions, all others usual."""
    bench = Bench(Switches(**{**USUAL._asdict(), **switches}))
    async with bench.server, bench.http:
        yield bench


def leaf(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"op": op, "field": field} | ({} if value is None else {"value": value})
