"""Where calls may go, and who gets the secret: the account's own origin, and nobody else; nothing leaks on the way."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import httpx
import pytest

from tests.backends.wire import answer, hangs_up, says, wire
from workboard.backends.http import Client, Secret
from workboard.backends.http_origin import OriginAuth, address, checked_url, origin
from workboard.domain.errors import Garbled, Refused, RemoteError, SettingsError, Unreachable

CANARY = "canary-7Q2M4K9XRT3D"
SECRETS = {"Authorization": Secret(f"token {CANARY}")}


# --- the account's address ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://evil.example/127.0.0.1",
        "http://evil.example#127.0.0.1",
        "http://127.0.0.1@evil.example",
        "http://localhost:80@evil.example",
        "http://evil.example\\@127.0.0.1",
        "https://@desk.example",
        "https://:@desk.example",
        "https://desk.example?",
        "https://desk.example/#",
        "http://localhost.",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://0",
        "http://0.0.0.0",
        "http://①②⑦.0.0.1",
        "http://[::]",
        "http://[::ffff:10.0.0.1]",
        "http://[fe80::1%25lo]",
        "http://lоcalhost",  # the second letter is Cyrillic
        "https://desk%2eexample",
        "https://desk .example",
        "https://desk.example:0",
        "https://desk.example:65536",
        "https://desk.example:port",
        "https://",
        "https:///path",
        "//desk.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "HTTP://desk.example",
        "https://desk.example\r\nX: y",
        "https://xn--zz--zz.example",
        "https://..",
        "https://desk..example",
        "https://" + "a" * 300 + ".example",
        "https://" + "abc." * 70 + "example",
        "https://[::1",
        "https://exa mple",
        "https://desk.example/\x00",
    ],
)
def test_an_address_that_is_not_safe_is_none(url: str) -> None:
    with pytest.raises(SettingsError, match=r"\[account\] url"):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://desk.example",
        "HTTPS://Desk.Example:8443/rt/",
        "https://bücher.example",
        "https://desk.example.",
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://LocalHost/rt",
        "https://10.0.0.1",
        "https://[2001:db8::1]/",
    ],
)
def test_an_address_that_is(url: str) -> None:
    assert not str(checked_url(url)).endswith("/")


# --- links, and what is put into a path -----------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/x",
        "http://desk.example/x",
        "https://desk.example:444/x",
        "https://desk.example.evil.example/x",
        "https://desk.example@evil.example/x",
        "https://me:pw@desk.example/x",
        "https://desk.example./x",
        "https://evil.example\\@desk.example/x",
        "//evil.example/x",
        "@evil.example/x",
        ".evil.example/x",
        ":444/x",
        "x",
        "",
        "javascript:alert(1)",
        "https://desk.example:port/x",
        "https://desk.exаmple/x",  # a Cyrillic letter
    ],
)
async def test_a_link_to_another_place_is_not_followed(link: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    mine = Client("https://desk.example/rt", SECRETS, transport=httpx.MockTransport(never))
    if link.startswith("//"):
        assert origin(address(mine.base, link)) == origin(mine.base), "below the own address, whatever it looks like"
        return
    with pytest.raises(Garbled, match="not followed"):
        await mine.ask("GET", link)


@pytest.mark.parametrize(
    "link",
    ["https://desk.example/rt/x?page=2", "HTTPS://DESK.example/rt/x?page=2", "https://desk.example:443/rt/x?page=2"],
)
async def test_a_link_to_the_own_place_is_followed_with_the_secret(link: str) -> None:
    seen = []

    def far(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.raw_path, request.headers["Authorization"]))
        return httpx.Response(200, json={})

    await Client("https://desk.example/rt", SECRETS, transport=httpx.MockTransport(far)).ask("GET", link)
    assert seen == [(b"/rt/x?page=2", f"token {CANARY}")]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (7, b"/rt/user/7"),
        ("a/../../x?y#z", b"/rt/user/a%2F..%2F..%2Fx%3Fy%23z"),
        ("nina@notary.example", b"/rt/user/nina%40notary.example"),
        ("{}%", b"/rt/user/%7B%7D%25"),
        ("é\r\n", b"/rt/user/%C3%A9%0D%0A"),
    ],
)
def test_a_value_stays_one_step_of_the_path(value: str | int, path: bytes) -> None:
    assert address(checked_url("https://desk.example/rt"), "/user/{}", (value,)).raw_path == path


def test_the_origin_is_compared_as_it_goes_over_the_wire() -> None:
    own = origin(httpx.URL("https://bücher.example/a"))
    assert own == origin(httpx.URL("https://XN--BCHER-KVA.example:443/b"))
    assert own != origin(httpx.URL("https://bucher.example"))
    assert own != origin(httpx.URL("https://bücher.example."))
    assert own != origin(httpx.URL("http://bücher.example:443"))


def test_the_secret_is_attached_for_the_own_origin_alone() -> None:
    auth = OriginAuth(origin(httpx.URL("https://desk.example")), SECRETS)
    for url, told in (("https://desk.example/x", f"token {CANARY}"), ("https://desk.example:444/x", None)):
        request = next(auth.auth_flow(httpx.Request("GET", url)))
        assert request.headers.get("Authorization") == told


# --- what the machine would add -------------------------------------------------------------------


async def test_a_netrc_adds_nothing_and_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".netrc", "_netrc"):
        (tmp_path / name).write_text("machine desk.example login me password from-netrc\ndefault login x password y\n")
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    seen = []

    def far(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Authorization"))
        return httpx.Response(200, json={})

    for secrets in (SECRETS, {}):
        await Client("https://desk.example", secrets, transport=httpx.MockTransport(far)).ask("GET", "/x")
    assert seen == [f"token {CANARY}", None]


async def test_a_proxy_is_for_others_than_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with wire(says(answer())) as far, wire(hangs_up) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.replace("//", f"//me:{CANARY}@"))
        mine = Client(far.url, SECRETS)
        assert (await mine.ask("GET", "/x")).status == 200
        assert proxy.heads == []
        other = Client("https://desk.invalid", SECRETS)
        with pytest.raises(RemoteError) as caught:
            await other.ask("GET", "/x")
        assert proxy.heads[0].startswith(b"CONNECT desk.invalid:443")
        assert CANARY.encode() not in proxy.heads[0], "the secret is not the proxy's"
        assert CANARY not in everything(caught.value)
        await mine.aclose()
        await other.aclose()


@pytest.mark.parametrize("proxy", ["socks9://x", "http://[::1", f"http://me:{CANARY}@h:port", "http://\x07"])
async def test_a_proxy_that_is_none_is_named_without_its_password(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises((SettingsError, Unreachable)) as caught:
        await Client("https://desk.invalid", SECRETS).ask("GET", "/x", deadline_s=5)
    assert CANARY not in everything(caught.value)


async def test_a_certificate_file_that_is_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(SettingsError, match="SSL_CERT_FILE"):
        await Client("https://desk.invalid", SECRETS).ask("GET", "/x")


# --- nothing secret is said -----------------------------------------------------------------------


def everything(error: BaseException) -> str:
    """What a log, a crash file or a debugger could show of it and of what lies behind it."""
    told = "".join(traceback.format_exception(error))
    chain: list[BaseException | None] = [error, error.__cause__, error.__context__]
    return told + " ".join(f"{one!s} {one!r} {vars(one) if one else ''}" for one in chain)


@pytest.mark.parametrize("token", [f"{CANARY}\r\nX: y", f"{CANARY}\x00", f" {CANARY}", f"{CANARY}\ud800"])
async def test_a_token_with_stray_characters_is_not_quoted(token: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "workboard")
    async with wire(says(answer())) as far:
        mine = Client(far.url, {"Authorization": Secret(token)})
        with pytest.raises(Refused, match="stray characters") as caught:
            await mine.ask("GET", "/x")
        await mine.aclose()
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert CANARY not in everything(caught.value)
    assert CANARY not in caplog.text


async def test_the_log_knows_paths_without_what_was_put_in_and_no_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with wire(says(answer(b'{"a": 1}', f"Set-Cookie: {CANARY}")), hangs_up) as far:
        mine = Client(far.url, SECRETS)
        await mine.ask("GET", "/user/{}", CANARY, params={"query": CANARY}, headers={"If-Match": CANARY})
        with pytest.raises(RemoteError):
            await mine.ask("GET", f"{far.url}/next?{CANARY}")
        await mine.aclose()
    told = [record for record in caplog.records if record.name.startswith(("workboard", "http"))]
    assert [record.name for record in told] == ["workboard.http"] * 2
    assert "GET /user/{} 200" in told[0].getMessage()
    assert told[1].getMessage() == "GET (link) RemoteProtocolError"
    assert CANARY not in caplog.text


async def test_what_is_wrong_on_the_wire_is_said_without_the_address() -> None:
    async with wire(hangs_up) as far:
        mine = Client(far.url, SECRETS)
        with pytest.raises(RemoteError) as caught:
            await mine.ask("GET", "/x", params={"query": CANARY})
        with pytest.raises(RemoteError) as later:
            await mine.ask("POST", "/x", form={"query": CANARY}, deadline_s=0.000_001)
        await mine.aclose()
    for error in (caught.value, later.value):
        assert CANARY not in everything(error)
        assert far.url not in everything(error)
