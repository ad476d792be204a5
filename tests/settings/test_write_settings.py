"""What ``init`` writes reads back as what was meant; the generated page knows every option."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workboard.domain.errors import SettingsError
from workboard.domain.ticket import CATEGORIES
from workboard.settings.config import (
    AccountSettings,
    Config,
    DbSettings,
    FieldSettings,
    HookSettings,
    MeSettings,
    NoteSettings,
    SecretSettings,
    TimeSettings,
    UiSettings,
)
from workboard.settings.document import document
from workboard.settings.options import BAND, CONFIG, POLICY, SHIFT
from workboard.settings.read import config_of
from workboard.settings.toml import key, listed, quoted
from workboard.settings.write import config_text, with_theme

LINE = st.text(st.characters(exclude_characters="\n\0", exclude_categories=["Cs"]))
WORD = LINE.filter(bool)
NAME = LINE.map(str.strip).filter(bool)
SLUG = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
TEXT = st.text(st.characters(exclude_characters="\0{", exclude_categories=["Cs"])).map(str.strip).filter(bool)
PERHAPS = st.none() | NAME
ARGV = st.lists(WORD, max_size=3).map(tuple)
STATUS = st.dictionaries(st.sampled_from(CATEGORIES), ARGV).map(lambda words: tuple(words.items()))
ACCOUNTS = st.builds(
    AccountSettings,
    backend=NAME,
    name=st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True) | st.just("standalone"),
    url=st.none() | st.sampled_from(["https://rt.example.org/rt", "http://[::1]:8080"]),
    ca_file=PERHAPS,
    queue=PERHAPS,
    group=PERHAPS,
    team_ticket=PERHAPS,
    settle_s=st.integers(0, 3600),
    settle_public_s=st.integers(0, 3600),
    secret=st.builds(SecretSettings, ARGV),
    status=STATUS,
    fields=st.builds(FieldSettings, PERHAPS, PERHAPS, NAME, PERHAPS),
    seed=st.integers(0, 1_000_000_000),
    base_at=st.none() | st.integers(0, 4_000_000_000_000),
    user=PERHAPS,
    integration_code=PERHAPS,
    resource=PERHAPS,
    role=PERHAPS,
    billing_code=PERHAPS,
    company=PERHAPS,
    fixed_statuses=ARGV,
    impersonate=st.booleans(),
    zone=st.just("UTC"),
    whole_team=st.just(False),
)
DATES = st.frozensets(st.dates().map(str), max_size=3)
CONFIGS = st.builds(
    Config,
    me=st.builds(MeSettings, PERHAPS, st.sampled_from(["technician", "lead"]), NAME, DATES),
    time=st.builds(TimeSettings, st.sampled_from(["UTC", "Europe/London"]), st.integers(1, 60)),
    policy_file=NAME,
    account=ACCOUNTS,
    ui=st.builds(UiSettings, NAME, st.booleans(), st.booleans()),
    db=st.builds(DbSettings, st.sampled_from(["auto", "wal", "rollback"])),
    notes=st.builds(NoteSettings, st.dictionaries(SLUG, TEXT, max_size=3).map(lambda texts: tuple(texts.items()))),
    hooks=st.builds(HookSettings, *[ARGV] * len(HookSettings._fields)),
)


@given(CONFIGS)
def test_a_written_config_reads_back(config: Config) -> None:
    assert config_of(config_text(config)) == config


@given(LINE, st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_can_be_written_as_toml(name: str, texts: list[str]) -> None:
    assert tomllib.loads(f"{key(name)} = {listed(tuple(texts))}") == {name: texts}
    assert tomllib.loads(f"x = {quoted(name)}") == {"x": name}


def test_the_defaults_write_their_zone_and_nothing_else() -> None:
    lines = [line for line in config_text(Config()).splitlines() if line and not line.startswith("#")]
    assert lines == ["schema = 1", "[time]", 'zone = "UTC"']


def test_the_page_holds_every_option_with_its_default() -> None:
    page = document()
    for option in (*CONFIG, *POLICY, *BAND, *SHIFT):
        assert option.help in page
    assert '| `suggest` | duration | `"5m"` |' in page
    assert '| `hours` | hours | `"09:00-17:00"` |' in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert all(row.count("|") == 5 for row in rows)


@pytest.mark.parametrize(("before", "after"), [
    ("schema = 1\n", 'schema = 1\n\n[ui]\ntheme = "paper"\n'),
    ("schema = 1", 'schema = 1\n\n[ui]\ntheme = "paper"\n'),
    ("", '[ui]\ntheme = "paper"\n'),
    ("[ui]  # mine\nnotify = false\n[me]\n", '[ui]  # mine\ntheme = "paper"\nnotify = false\n[me]\n'),
    ("[ui]", '[ui]\ntheme = "paper"\n'),
    ("[ui]\n  theme   =  'dusk'   # by night\n# end", "[ui]\n  theme = \"paper\"   # by night\n# end"),
    ('[me]\r\n[ui]\r\ntheme="dusk"\r\n', '[me]\r\n[ui]\r\ntheme = "paper"\r\n'),
    ("[me]\nname = 'theme = \"x\"'\n", "[me]\nname = 'theme = \"x\"'\n\n[ui]\ntheme = \"paper\"\n"),
])  # fmt: skip
def test_another_theme_changes_one_line_and_no_other_character(before: str, after: str) -> None:
    assert with_theme(before, "paper") == after


@pytest.mark.parametrize(
    "text",
    ["ui = { notify = false }\n", "ui.notify = false\n", "ui = 3\n", "[ui]\ntheme = '''\ndusk'''\n", "= x"],
)
def test_a_file_written_in_a_way_of_its_own_is_left_to_its_owner(text: str) -> None:
    with pytest.raises(SettingsError, match=r"config\.toml"):
        with_theme(text, "paper")


@given(CONFIGS, NAME.filter(lambda name: not set(name) & set("\"'\\")))
def test_another_theme_in_any_file_of_ours_is_all_that_differs(config: Config, name: str) -> None:
    assume(not set(config.ui.theme) & set("\"'\\"))  # a name no theme has; such a file is left to its owner
    before = config_text(config)
    read = config_of(before)
    assert config_of(with_theme(before, name)) == read._replace(ui=read.ui._replace(theme=name))
