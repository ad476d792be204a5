"""When a mail is just a thank you."""

from __future__ import annotations

import pytest

from tests.corpus.hostile import HOSTILE
from workboard.domain.courtesy import is_courtesy

WORDS = ("thanks", "thank", "cheers", "perfect", "great", "danke", "merci")


@pytest.mark.parametrize(
    "mail",
    [
        "Thanks!",
        "THANK YOU",
        "Works now, perfect.\n\nOn 5 Jan 2026, Tom wrote:\n> Is it better? Please try the other one as well",
        "Vielen Dank, danke\n-- \nRuth Osei, Alder & Pine Dental, 12 High Street, what else? and more words",
        "one two three four five six seven eight nine ten eleven thanks",
        "«merci»",
        "great — that's it – 😀",
    ],
)
def test_courtesy(mail: str) -> None:
    assert is_courtesy(mail, WORDS)


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "ok",
        "Thanks, but which printer?",
        "Thanks ？",
        "one two three four five six seven eight nine ten eleven twelve thanks",
        "Thanksgiving is near",
        "Greater trouble",
        "> thanks",
        "still broken\n-- \nMany thanks",
    ],
)
def test_no_courtesy(mail: str) -> None:
    assert not is_courtesy(mail, WORDS)


def test_the_words_are_the_technicians_own() -> None:
    assert not is_courtesy("Thanks", ())
    assert not is_courtesy("Thanks", ("", " "))
    assert is_courtesy("Vielen DANK", ("vielen dank",))
    assert is_courtesy("GRÜSSE", ("grüße",))
    assert not is_courtesy("anything", (".*",))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text(number: int) -> None:
    assert not is_courtesy(HOSTILE[number], WORDS)
