"""What Autotask's errors mean: a text that is known is a definite no, every other 500 leaves a write open."""

from __future__ import annotations

import json

import httpx
import pytest

from workboard.backends.autotask.errors import NotPermitted, UnknownField, judge, meaning_of, said
from workboard.domain.errors import Refused, RemoteError, SignInFailed, Throttled, Uncertain, Unreachable

TEXTS = {
    "The logged in Resource does not have the adequate permissions to create this entity type.": "permission",
    "No matching records found. The logged in Resource may not have the required permissions to delete": "gone",
    "Missing Required Field: title": "invalid",
    "Value does not exist for the required field resourceID": "invalid",
    "Picklist value [3] does not exist for priority": "invalid",
    "Value does not exist for child picklist: subIssueType": "invalid",
    "Reference value on field: contactID of type: Contact does not exist or is invalid": "invalid",
    "queueID is required": "invalid",
    "When assigning, you must assign both a assignedResourceID and assignedResourceRoleID.": "invalid",
    "AssignedResourceID and AssignedRoleID combination is not currently defined": "pair",
    "A primary resource may not also be a secondary resource.": "invalid",
    "TimeEntries for Tickets must have a roleID.": "invalid",
    "There is no row at position 0.": "invalid",
    "TimeEntries for Service tickets require a start and stop time.": "invalid",
    "dateWorked is required when no value is supplied for startDateTime": "invalid",
    "Must have at least one of hoursWorked or startDateTime/endDateTime": "invalid",
    "The allocation code is not valid.": "invalid",
    "Hours cannot be greater than 24 hours or less than zero": "invalid",
    "You have exceeded the thread threshold for this object endpoint": "busy",
    "Error Itgenatr005": "busy",
    "maxCountOfRecordsToReturn must be between 1 and 500": "invalid",
    "Unable to find xyz in the Project Entity.": "field",
    "IntegrationCode is invalid": "sign_in",
}


def judged(status: int, text: str | None, *, write: bool = True, headers: dict[str, str] | None = None) -> RemoteError:
    content = b"" if text is None else json.dumps({"errors": [text]}).encode()
    with pytest.raises(RemoteError) as caught:
        judge(httpx.Response(status, headers=headers), content, write)
    return caught.value


@pytest.mark.parametrize(("text", "meaning"), TEXTS.items())
def test_every_text_that_was_met_is_known_in_any_case(text: str, meaning: str) -> None:
    assert meaning_of(text) == meaning_of(text.upper()) == meaning


@pytest.mark.parametrize("text", [text for text, meaning in TEXTS.items() if meaning == "invalid"])
def test_a_known_text_is_a_definite_no_and_is_shown(text: str) -> None:
    found = judged(500, text)
    assert type(found) is Refused
    assert text in str(found)


def test_a_missing_right_is_a_no_of_its_own() -> None:
    assert isinstance(judged(500, "X does not have the adequate permissions to query this entity type."), NotPermitted)
    assert isinstance(judged(403, None), NotPermitted)


def test_a_field_that_is_not_there_is_named() -> None:
    found = judged(500, "Unable to find weeklyGoal in the Resource Entity.", write=False)
    assert isinstance(found, UnknownField)
    assert found.field == "weeklyGoal"


@pytest.mark.parametrize("text", [None, "Object reference not set to an instance of an object.", "<html>"])
def test_any_other_500_leaves_a_write_open_and_shows_its_words(text: str | None) -> None:
    write, read = judged(500, text), judged(500, text, write=False)
    assert isinstance(write, Uncertain)
    assert isinstance(read, Unreachable)
    assert text is None or text in str(write)


@pytest.mark.parametrize("status", [429, 500])
def test_too_many_at_once_is_tried_again_soon(status: int) -> None:
    found = judged(status, "thread threshold exceeded")
    assert isinstance(found, Throttled)
    assert found.retry_after_s == 5


def test_a_used_up_hour_waits_as_long_as_it_is_told_or_a_minute() -> None:
    told, untold = judged(429, None, headers={"Retry-After": "120"}), judged(429, None)
    assert isinstance(told, Throttled)
    assert isinstance(untold, Throttled)
    assert (told.retry_after_s, untold.retry_after_s) == (120, 60)


def test_401_has_an_empty_body_and_says_all_it_may_be() -> None:
    found = judged(401, None)
    assert isinstance(found, SignInFailed)
    for word in ("user", "secret", "integration code", "locked", "workboard login"):
        assert word in str(found)


@pytest.mark.parametrize("status", [400, 404, 405, 409, 422])
def test_another_4xx_is_a_no(status: int) -> None:
    found = judged(status, "Somehow wrong")
    assert type(found) is Refused
    assert found.status == status
    assert "Somehow wrong" in str(found)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"errors": ["one", "two"]}, "one two"),
        ({"errors": [{"message": "an object"}]}, "an object"),
        ({"Errors": ["large"]}, "large"),
        ({"Message": "no such verb"}, "no such verb"),
        ({"errors": []}, ""),
        (["a list"], ""),
        ({"errors": ["\x1b]52;c;aGk=\x07 evil"]}, "�]52;c;aGk=� evil"),
    ],
)
def test_the_words_of_an_error_are_found_and_clean(body: object, text: str) -> None:
    assert said(json.dumps(body).encode()) == text


def test_a_page_of_the_web_server_says_nothing() -> None:
    assert said(b"<html><h1>404</h1></html>") == ""
