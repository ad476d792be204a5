"""Settings as lines and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.test_write_settings import CONFIGS
from workboard.domain.rules import Policy
from workboard.settings.config import Config
from workboard.settings.options import BAND, CONFIG, PERSON, POLICY, SHIFT, TEAM
from workboard.settings.packed import packed, unpacked
from workboard.settings.read import policy_of

EVERYTHING = """
schema = 1
[order]
target = { P1 = "30m", P4 = "5d" }
[[band]]
name = "P1"
when = { urgent = true, priority_min = 50.5, queue = "Sites\\\\North" }
[shifts.late]
days = "mon-fri"
hours = "14:00-22:00"
holidays = ["2026-12-25"]
other = { fri = "14:00-18:00", "2026-12-24" = "09:00-12:00" }
[skip]
tell = { "needs vendor" = "one line\\nand another" }
[goal]
me = "5h planned per day"
ceiling = 0.75
[teams.desk]
members = ["ana", "ruth"]
goal = "60 done per week"
[people.ana]
shift = "late"
off = ["2026-11-27"]
"""


def back(value: object) -> object:
    return unpacked(iter(list(packed(value))))


@given(CONFIGS)
def test_any_config_comes_back(config: Config) -> None:
    assert back(config) == config


def test_a_policy_with_everything_comes_back() -> None:
    policy = policy_of(EVERYTHING)
    assert policy != Policy()
    assert back(policy) == policy
    assert type(back(policy)) is Policy


@given(st.text(st.sampled_from("\\nr\n\r s")))
def test_any_text_takes_one_line(text: str) -> None:
    lines = list(packed(text))
    assert len(lines) == 1
    assert not set("\n\r") & set(lines[0])
    assert unpacked(iter(lines)) == text


def test_what_no_setting_is_made_of_is_refused() -> None:
    with pytest.raises(ValueError, match="dict"):
        list(packed((1, {})))


@pytest.mark.parametrize("lines", [
    (), ("",), ("x",), ("ifive",), ("fhalf",), ("(2", "i1"), ("=Span minutes", "i1"), ("=Span minutes,days", "i1"),
    ("=Nobody a", "i1"), ("=Span days,minutes", "i1", "i2"),
])  # fmt: skip
def test_lines_that_are_no_value_are_none(lines: tuple[str, ...]) -> None:
    with pytest.raises((ValueError, KeyError, StopIteration)):
        unpacked(iter(lines))


def test_every_default_of_an_option_comes_back() -> None:
    assert len(CONFIG) + len(POLICY) + len(BAND) + len(SHIFT) + len(TEAM) + len(PERSON) > 80
    assert back(Config()) == Config()
    assert back(Policy()) == Policy()
