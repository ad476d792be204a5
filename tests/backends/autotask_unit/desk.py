"""A tiny Autotask of canned answers, for what needs no more: it keeps every request it got."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from workboard.settings.config import AccountSettings

ZONE = "https://webservices3.autotask.net/ATServicesRest/"
SETTINGS = AccountSettings(
    "autotask", "at", user="api@msp.example", integration_code="CODE", resource="29700011", zone="Europe/London"
)

Answers = Callable[[httpx.Request], httpx.Response]


def listed(*rows: dict[str, Any]) -> httpx.Response:
    details = {"count": len(rows), "requestCount": 500, "prevPageUrl": None, "nextPageUrl": None}
    return httpx.Response(200, json={"items": list(rows), "pageDetails": details})


class Canned:
    """``zones``: what the lookup tells, one after the other (the last again and again)."""

    def __init__(self, answers: Answers, zones: tuple[str, ...] = (ZONE,)) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = answers
        self._zones = list(zones)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answered)

    def paths(self) -> list[str]:
        return [f"{one.method} {one.url.path}" for one in self.requests]

    def _answered(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path.lower().endswith("/zoneinformation"):
            url = self._zones.pop(0) if len(self._zones) > 1 else self._zones[0]
            return httpx.Response(200, json={"zoneName": "East 3", "url": url, "webUrl": "https://ww3.autotask.net/"})
        return self._answers(request)


def sent(request: httpx.Request) -> Any:
    return json.loads(request.content)
