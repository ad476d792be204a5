"""Where the three secret headers may go: Autotask's own servers, and nowhere else."""

from __future__ import annotations

import pytest

from workboard.backends.autotask.zone import ANY_ZONE, allowed, lookup_url, told
from workboard.domain.errors import Garbled, SettingsError

THEIRS = "https://webservices3.autotask.net/ATServicesRest/"
ELSEWHERE = [
    "http://webservices3.autotask.net/ATServicesRest/",
    "https://autotask.net.evil.example/ATServicesRest/",
    "https://evilautotask.net/ATServicesRest/",
    "https://autotask.net/ATServicesRest/",
    "https://user@webservices3.autotask.net/",
    "https://webservices3.autotask.net@evil.example/",
    "https://webservices3.autotask.net:8443/",
    "https://webservices3.autotask.net\\@evil.example/",
    "https://webservices3.autotask.net?x=.autotask.net",
    "https://evil.example/#.autotask.net",
    "http://127.0.0.1:9/ATServicesRest/",
    "https://127.0.0.1/ATServicesRest/",
    "file:///etc/passwd",
    "//webservices3.autotask.net/",
    "",
]


def test_a_zone_of_theirs_is_taken_as_it_was_told() -> None:
    found = told({"zoneName": "East 3", "url": THEIRS, "webUrl": "https://ww3.autotask.net/", "ci": 100123}, ANY_ZONE)
    assert (found.base, found.web) == (THEIRS + "V1.0", "https://ww3.autotask.net/")
    assert (found.name, found.database) == ("East 3", "100123")


@pytest.mark.parametrize("url", [THEIRS, THEIRS.rstrip("/"), THEIRS + "/"])
def test_a_slash_more_or_less_does_not_matter(url: str) -> None:
    assert told({"url": url}, ANY_ZONE).base == THEIRS + "V1.0"


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nothing_is_sent_to_any_other_place(url: str) -> None:
    assert not allowed(url, ANY_ZONE)
    with pytest.raises(Garbled):
        told({"url": url}, ANY_ZONE)


@pytest.mark.parametrize("url", [one for one in ELSEWHERE if one])
def test_a_link_for_people_is_believed_only_if_it_is_theirs(url: str) -> None:
    assert told({"url": THEIRS, "webUrl": url}, ANY_ZONE).web is None


def test_a_test_on_this_machine_stays_on_this_machine() -> None:
    here = "http://127.0.0.1:4711"
    assert told({"url": f"{here}/ATServicesRest/"}, here).base == f"{here}/ATServicesRest/V1.0"
    assert told({"url": "http://localhost:1/x"}, here).base == "http://localhost:1/x/V1.0"
    with pytest.raises(Garbled):
        told({"url": THEIRS}, here)


def test_the_setting_may_name_their_servers_or_this_machine() -> None:
    assert lookup_url(None) == ANY_ZONE
    assert lookup_url("https://webservices19.autotask.net/atservicesrest/v1.0") == "https://webservices19.autotask.net"
    assert lookup_url("http://localhost:8080") == "http://localhost:8080"


@pytest.mark.parametrize(
    "url", ["https://autotask.example.org", "http://webservices2.autotask.net", "https://10.0.0.1"]
)
def test_any_other_setting_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        lookup_url(url)
