"""What Autotask's errors mean. It answers 500 to nearly everything it turns down, and says why only in a text.

A text of this table is a definite *no*: shown to the person, never tried again. Any other 500 leaves a write
uncertain, because a real fault looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

import httpx

from workboard.backends.http_answers import Answer, judged, retry_after
from workboard.backends.http_json import decoded
from workboard.domain.errors import Garbled, Refused, RemoteError, SignInFailed, Throttled, Unreachable
from workboard.domain.text import clean

Meaning = Literal["permission", "invalid", "pair", "gone", "busy", "hour", "sign_in", "field"]


class Known(NamedTuple):
    """``text`` is what the message holds, in any case (a regular expression)."""

    text: str
    meaning: Meaning


TABLE: Final = (
    Known("does not have the adequate permissions", "permission"),
    Known("no matching records found", "gone"),
    Known("missing required field", "invalid"),
    Known("value does not exist for the required field", "invalid"),
    Known(r"picklist value \[.*\] does not exist", "invalid"),
    Known("value does not exist for child picklist", "invalid"),
    Known("reference value on field: .* does not exist or is invalid", "invalid"),
    Known(r"\b\w+ is required", "invalid"),
    Known("you must assign both", "invalid"),
    Known("combination is not currently defined", "pair"),
    Known("primary resource.* secondary|secondary resource.* primary", "invalid"),
    Known("timeentries for tickets must have a roleid", "invalid"),
    Known("there is no row at position 0", "invalid"),
    Known("require a start and stop time", "invalid"),
    Known("must have at least one of hoursworked", "invalid"),
    Known("only one of", "invalid"),
    Known("allocation code", "invalid"),
    Known("greater than 24 hours or less than zero", "invalid"),
    Known("thread threshold|itgenatr005", "busy"),
    Known("exceed.* threshold|threshold.* exceed", "hour"),
    Known("maxcountofrecordstoreturn must be between", "invalid"),
    Known("unable to find .+ in the .+ entity", "field"),
    Known("invalid query syntax", "invalid"),
    Known("integrationcode is invalid", "sign_in"),
)
"""Section by section what live clients have met; the first that fits counts."""

BUSY_S: Final = 5.0
"""The slot of a call is free again a little after its answer was seen."""
HOUR_S: Final = 60.0
TOLD: Final = 200
PLAINER: Final = {
    "there is no row at position 0": "the role of a time entry is not one you hold",
    "allocation code": "the work type ([account] billing_code) is missing or not active",
    "field: assignedresourceid": "whoever is to have the ticket is not active, or an API user: choose somebody else",
    "you must assign both": "a ticket is given in a role: give it in Autotask itself",
    "secondary resource": "whoever is to have the ticket stands on it as a further resource: take them off there first",
}
"""What some texts of the server mean, for people."""
SIGN_IN: Final = (
    "Autotask accepts not user, secret and integration code together, or the user is locked; it does not say which."
    " Nothing is tried again before there is another secret: ask the administrator, then workboard login"
)


class UnknownField(Refused):
    """A field that this tenant does not have; ``field`` is its name."""

    def __init__(self, message: str, field: str, status: int) -> None:
        super().__init__(message, status=status)
        self.field = field


class NotPermitted(Refused):
    """A right is missing."""


class NoSuchPair(Refused):
    """A person does not hold that role, or not for that queue."""


class Puzzling(Unreachable):
    """A read that was answered 500 with words that nobody has met: perhaps trouble that passes, perhaps a no."""


def meaning_of(text: str) -> Meaning | None:
    """What an error text stands for; ``None`` for one that nobody has met."""
    return next((one.meaning for one in TABLE if re.search(one.text, text, re.IGNORECASE)), None)


def judge(response: httpx.Response, content: bytes, write: bool) -> Answer:
    """The answer if it is a 2xx that can be read, else the error it stands for."""
    status = response.status_code
    if status < 400:
        return judged(response, content, write)
    if status == 401:
        raise SignInFailed(SIGN_IN, status=status)
    told = said(content)
    found = _recognised(status, told, response.headers)
    if found is not None:
        raise found
    try:
        return judged(response, content, write)
    except RemoteError as error:
        raise _with_text(error, told) from None


def _recognised(status: int, told: str, headers: httpx.Headers) -> RemoteError | None:
    meaning = meaning_of(told)
    wait = retry_after(headers.get("Retry-After"), headers.get("Date"))
    if meaning == "busy":
        busy = "Autotask takes three calls of a kind at a time, and all are taken: it goes on by itself"
        return Throttled(busy, status=status, retry_after_s=wait or BUSY_S)
    if meaning == "hour" or status == 429:
        many = "this hour's calls of the whole Autotask are used up, by everybody: it goes on by itself"
        return Throttled(many, status=status, retry_after_s=wait or HOUR_S)
    if meaning == "sign_in":
        return SignInFailed(f"{SIGN_IN} ({told})", status=status)
    if meaning == "field":
        match = re.search(r"unable to find (\S+) in the", told, re.IGNORECASE)
        return UnknownField(_refusal(told), match[1] if match else "", status)
    if meaning == "pair":
        return NoSuchPair(_refusal(told), status=status)
    if meaning == "permission" or status == 403:
        return NotPermitted(_refusal(told or "a right is missing"), status=status)
    if meaning is not None or (told and status < 500):
        return Refused(_refusal(told), status=status)
    return None


def _refusal(told: str) -> str:
    plain = next((words for text, words in PLAINER.items() if text in told.casefold()), None)
    return f"Autotask refused it: {told}" + (f" ({plain})" if plain else "")


def _with_text(error: RemoteError, told: str) -> RemoteError:
    """What is not known may be a real fault, or not: its words help a person either way."""
    if not told or isinstance(error, Garbled):
        return error
    if isinstance(error, Unreachable) and error.status == 500:
        return Puzzling(f"{error} ({told})", status=error.status)
    error.args = (f"{error} ({told})",)
    return error


def said(content: bytes) -> str:
    """The texts of an error, as one short clean line; empty where there is none to be read."""
    try:
        data = decoded(content)
    except ValueError:
        return ""
    texts = _texts(data) if isinstance(data, Mapping) else []
    whole = " ".join(clean(" ".join(texts)).split())
    return whole if len(whole) <= TOLD else f"{whole[: TOLD - 1]}…"


def _texts(data: Mapping[str, Any]) -> list[str]:
    """``errors`` holds strings; objects with a ``message`` have been seen, and other spellings."""
    found = data.get("errors", data.get("Errors"))
    several = found if isinstance(found, list) else [found]
    texts = [one.get("message", one.get("Message")) if isinstance(one, Mapping) else one for one in several]
    texts = texts if any(texts) else [data.get("message", data.get("Message"))]
    return [one for one in texts if isinstance(one, str)]
