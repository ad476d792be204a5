"""The two files: every option arrives, the defaults are the built-in ones, slips are named with their line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.errors import SettingsError
from workboard.domain.rules import BandRule, GoalRule, PersonRule, Policy, Shift, Span, TeamRule
from workboard.settings.config import AccountSettings, Config, FieldSettings, SecretSettings
from workboard.settings.defaults import policy_in
from workboard.settings.options import CONFIG, POLICY
from workboard.settings.read import config_from, config_of, policy_from, policy_of
from workboard.settings.toml import line_of, table_of

FULL_CONFIG = """\
schema = 1
[me]
name = "Dana"
role = "lead"
shift = "night"
off = ["2026-12-24"]
[time]
zone = "Europe/London"
suggest = "10m"
[policy]
file = "/srv/team/policy.toml"
[account]
backend = "request_tracker"
name = "helpdesk"
url = "https://rt.example.org/"
ca_file = ""
queue = "Service Desk"
group = "Technicians"
team_ticket = ""
settle = "45s"
settle_public = "3m"
[account.secret]
command = ["pass", "show", "workboard/rt"]
[account.status]
reply = ["mail-reply"]
waiting_client = ["waiting-client", "stalled"]
[account.fields]
company = "Client"
urgent = { field = "Urgency", is = "Hot" }
marker = ""
[ui]
theme = "paper"
animations = true
notify = false
[hooks]
on_client_note = ["/usr/bin/true", "-x"]
"""
FULL_POLICY = """\
schema = 1
[order]
fixed_lead = "10m"
window_near = "30m"
default_estimate = "20m"
day_shift = "late"
target = { P1 = "2h", P3 = "1d4h" }
[[band]]
name = "P1"
when = { urgent = true, impact = "site" }
[[band]]
name = "P3"
[band.when]
priority_min = 40
priority_max = 59.5
[board]
peek = 2
[pull]
enabled = true
queues = ["Service Desk"]
[focus]
on_start = false
block = "25m"
max_hold = "1h"
breakthrough = ["P1 mine"]
[replies]
windows = ["15:30", "09:00"]
max_wait = "2h"
courtesy = ["gracias"]
[limits]
parked = 2
park = "15m"
quick_fix = "5m"
undo_send = "20s"
[skip]
reasons = ["wrong order"]
[goal]
me = "6h worked per day"
team = "60 done per day"
ceiling = 1
share = "off"
min_group = 4
[team]
members = ["dana", "ruth"]
[shifts.late]
days = "tue-sat"
hours = "14:00-00:00"
zone = "America/New_York"
holidays = ["2026-12-25", 2027-01-01]
other = { sat = "10:00-14:00", "2026-12-24" = "14:00-16:30" }
[teams."Second line"]
members = ["ruth"]
queues = ["Projects"]
goal = "20 done per week"
[people.ruth]
shift = "late"
off = [2026-12-28]
"""


def test_every_option_of_the_config_arrives() -> None:
    config = config_of(FULL_CONFIG)
    assert config.me == ("Dana", "lead", "night", frozenset({"2026-12-24"}))
    assert config.time == ("Europe/London", 10)
    assert config.policy_file == "/srv/team/policy.toml"
    assert config.ui == ("paper", True, False)
    assert config.hooks.on_client_note == ("/usr/bin/true", "-x")
    assert config.account == AccountSettings(
        backend="request_tracker",
        name="helpdesk",
        url="https://rt.example.org",
        queue="Service Desk",
        group="Technicians",
        settle_s=45,
        settle_public_s=180,
        secret=SecretSettings(("pass", "show", "workboard/rt")),
        status=(("reply", ("mail-reply",)), ("waiting_client", ("waiting-client", "stalled"))),
        fields=FieldSettings(company="Client", urgent="Urgency", urgent_is="Hot"),
    )


def test_the_demo_has_a_seed_and_a_first_moment() -> None:
    account = config_of('[account]\nbackend = "demo"\nseed = 9\nbase = 2026-11-24T10:42:00Z').account
    assert (account.seed, account.base_at) == (9, 1_795_516_920_000)


def test_every_option_of_the_policy_arrives() -> None:
    policy = policy_of(FULL_POLICY, zone="Europe/London")
    assert policy.order == (10, 30, 20, "late", (Span(120), Span(days=1), Span(240, 1), Span(days=10)))
    assert policy.bands == (
        BandRule(1, urgent=True, impact="site"),
        BandRule(3, priority_min=40, priority_max=59.5),
    )
    assert (policy.peek, policy.pull) == (2, (True, ("Service Desk",)))
    assert policy.focus == (False, 25, 60, ("P1 mine",))
    assert policy.replies == ((540, 930), 120, ("gracias",))
    assert policy.limits == (2, 15, 5, 20)
    assert policy.skip_reasons == ("wrong order",)
    assert tuple(policy.goal) == (GoalRule("worked", 360), GoalRule("done", 60), 1, "off", 4)
    assert policy.members == ("dana", "ruth")
    assert policy.shift("day") == Shift(zone="Europe/London")
    off = frozenset({"2026-12-25", "2027-01-01"})
    other = ((5, (600, 840)), ("2026-12-24", (840, 990)))
    late = Shift(frozenset(range(1, 6)), 840, 0, "America/New_York", off, other)
    assert policy.shift("late") == late
    assert policy.teams == (("Second line", TeamRule(("ruth",), ("Projects",), GoalRule("done", 20, "week"))),)
    assert policy.people == (("ruth", PersonRule("late", frozenset({"2026-12-28"}))),)
    assert policy.hours_of("ruth", "day") == late._replace(holidays=off | {"2026-12-28"})
    assert policy.hours_of("dana", "day") == policy.shift("day")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[people.ruth]\nshift = "nite"', 'policy.toml line 2: [people.ruth] shift: "nite" is no shift; known: day'),
        ('[teams.a]\nmember = ["x"]', 'policy.toml line 2: unknown key "member" in [teams.a]; did you mean "members"?'),
        ('[shifts.day]\nother = { frei = "09:00-12:00" }', '"frei" is not a date; write one as "2026-12-25"'),
    ],
)
def test_slips_in_teams_people_and_hours_are_named(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        policy_of(text)
    assert said in str(error.value)


def test_empty_files_mean_the_defaults() -> None:
    assert config_of("") == Config()
    assert policy_of("") == Policy()
    assert policy_of("", zone="Asia/Tokyo") == policy_in("Asia/Tokyo")


def test_an_account_without_a_name_is_called_like_its_backend() -> None:
    assert config_of('[account]\nbackend = "request_tracker"').account.name == "request-tracker"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schema = 2", "config.toml line 1: schema is 2"),
        ('[account]\n\nquue = "x"', 'line 3: unknown key "quue" in [account]; did you mean "queue"?'),
        ("[acount]", "line 1: unknown table [acount]; did you mean [account]?"),
        ("zebra = 1", 'unknown key "zebra" at the top of the file; known: account,'),
        ("me = 1", "line 1: [me]: wants a table, not a number"),
        ('[me]\nrole = "leed"', 'line 2: [me] role: "leed" is not known; did you mean "lead"?'),
        ("[time]\nsuggest = 5", "line 2: [time] suggest: wants a text in quotes, not a number"),
        ('[time]\nsuggest = "2h"', "at least 1m, at most 1h"),
        ('[ui]\nnotify = "yes"', "line 2: [ui] notify: wants true or false, not a text"),
        ('[hooks]\non_client_note = "rm -rf"', "no shell"),
        ("[account.secret]\ncommand = [1]", "wants a text in quotes, not a number"),
        ('[account.status]\nrepply = ["x"]', 'did you mean "reply"?'),
        ('[account.status]\nreply = "x"', "line 2: [account.status] reply: wants a list of texts, not a text"),
        ('[account.fields]\nurgent = { fild = "x" }', 'line 2: unknown key "fild" in [account.fields.urgent]'),
        ('[account]\ntoken = "hunter2"', 'unknown key "token" in [account]'),
        ("[account]\nbase = 2026-11-24", "wants an instant"),
        ("[account]\nseed = true", "wants a whole number, not true or false"),
        ("[account\n", "config.toml line 1: not TOML: expected"),
        ("[me]\nname = 1979-05-27", "not a date or time"),
    ],
)
def test_a_slip_in_the_config_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        config_of(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[band]]\nname = "P1"\nwhen = { urgnt = true }', 'line 3: unknown key "urgnt" in [[band]] when'),
        ('[[band]]\nname = "P1"\nwhen = {}\n[[band]]\nname = "P7"', "line 5: [[band]] name"),
        ('[[band]]\nname = "P1"', "line 1: a [[band]] needs when"),
        ('[band]\nname = "P1"', "wants two brackets"),
        ('[order]\ntarget = { P5 = "1h" }', "line 2: [order.target] P5"),
        ('[order]\nday_shift = "dya"', 'line 2: [order] day_shift: "dya" is no shift; known: day'),
        ('[shifts.late]\nhous = "x"', 'line 2: unknown key "hous" in [shifts.late]; did you mean "hours"?'),
        ("[shift.day]", "line 1: unknown table [shift]; did you mean [shifts]?"),
        ("[goal]\nceiling = 2", "at most 1"),
        ("[goal]\nmin_group = 2", "line 2: [goal] min_group: a sum of fewer than 3 people shows what"),
        ("[goal]\nmin_group = 0", "write 3 or more, or leave the line out"),
        ("[goal]\nmin_group = -1", "write 3 or more"),
        ("[goal]\nmin_group = 1001", "at least 3, at most 1000"),
        ('[goal]\nmin_group = "4"', "wants a whole number"),
        ("[goal]\nceiling = nan", "wants a number"),
        ('[focus]\nbreakthrough = ["all"]', 'choose from "P1 mine", "fixed in 5m"'),
        ('[shifts.day]\nholidays = ["25.12."]', "is not a date"),
    ],
)
def test_a_slip_in_the_policy_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        policy_of(text)
    assert says in str(caught.value)


def test_without_the_text_there_is_no_line() -> None:
    with pytest.raises(SettingsError, match=r"^config\.toml: unknown key"):
        config_from({"account": {"quue": 1}}, "config.toml")
    with pytest.raises(SettingsError, match=r"^policy\.toml: unknown key"):
        policy_from({"goal": {"mee": 1}}, "policy.toml")


def test_no_option_stands_twice() -> None:
    for options in (CONFIG, POLICY):
        assert len({option.path for option in options}) == len(options)
        assert len({option.goes_to for option in options}) == len(options)


@given(st.text())
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    for read in (config_of, policy_of):
        try:
            read(text)
            refusal = ""
        except SettingsError as error:
            refusal = str(error)
        assert "\n" not in refusal


@given(st.text(), st.tuples(st.text(), st.integers(0, 3)))
def test_looking_for_a_line_never_fails(text: str, path: tuple[str, int]) -> None:
    line_of(text, path)


def test_nested_too_deeply_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="nested too deeply"):
        table_of("a = " + "[" * 100_000, "config.toml")
