"""JSON is written without ``json``: the same text, and nothing in it that a terminal might obey."""

import json

from hypothesis import given
from hypothesis import strategies as st

from workboard.cli.out import json_text

TEXT = st.text(st.characters()) | st.text(
    st.sampled_from('"\\/\b\f\n\r\t\x00\x1b\x7f\x9b\u200d\u2028\u202eé漢😀\udcff')
)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(SCALAR, lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside))


@given(VALUES)
def test_it_is_read_back_as_it_was(value: object) -> None:
    assert json.loads(json_text(value)) == value


@given(VALUES)
def test_it_is_one_line_of_printable_characters(value: object) -> None:
    assert json_text(value).isprintable()


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="ascii")),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(st.characters(codec="ascii")), inside),
))  # fmt: skip
def test_in_ascii_it_is_what_python_writes(value: object) -> None:
    assert json_text(value) == json.dumps(value).replace("\x7f", "\\u007f")


def test_a_tuple_is_a_list() -> None:
    assert json_text({"days": (1, (), "a")}) == '{"days": [1, [], "a"]}'
