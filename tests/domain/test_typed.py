"""Kinds of value: what ``typing.NamedTuple`` makes, and less to load."""

import copy
import pickle
import subprocess
import sys
import typing
from inspect import signature

import pytest

from workboard.domain.rules import GoalRule, Metric, Policy, Shift
from workboard.domain.typed import Literal, NamedTuple, Protocol

Colour = Literal["red", "green"]


class Pen(NamedTuple):
    """A pen."""

    length: int
    colour: Colour | None = None
    owner: "Pen | None" = None

    @property
    def double(self) -> int:
        return 2 * self.length

    @classmethod
    def short(cls) -> "Pen":
        return cls(1)


class Plain(typing.NamedTuple):
    """The same by Python's own."""

    length: int
    colour: Colour | None = None
    owner: "Plain | None" = None


class Empty(NamedTuple):
    """Nothing."""


class Marker(Pen):
    def name(self) -> str:
        return f"{self.colour} marker"


class Writes(Protocol):
    def __call__(self, text: str) -> None: ...


def test_a_value_is_a_tuple_with_names() -> None:
    pen = Pen(7, colour="red")
    assert (pen.length, pen.colour, pen.owner, pen.double) == (7, "red", None, 14)
    assert pen == (7, "red", None)
    assert hash(pen) == hash((7, "red", None))
    assert Pen.short() == Pen(length=1)
    assert Marker(3, "green").name() == "green marker"
    assert Empty() == ()


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__match_args__", "__doc__"])
def test_a_kind_knows_of_itself_what_pythons_own_knows(name: str) -> None:
    assert Pen.__doc__ == "A pen."
    if name != "__doc__":
        assert getattr(Pen, name) == getattr(Plain, name)
    assert signature(Pen).parameters.keys() == signature(Plain).parameters.keys()


def test_the_methods_of_a_named_tuple() -> None:
    pen, plain = Pen(7, "red"), Plain(7, "red")
    assert pen._asdict() == plain._asdict()
    assert tuple(pen._replace(length=8)) == plain._replace(length=8)
    assert type(pen._replace(length=8)) is Pen
    assert Pen._make(iter((1, None, pen))).owner is pen
    assert repr(pen) == repr(plain).replace("Plain", "Pen")
    match pen:
        case Pen(length, "red"):
            assert length == 7
        case _:
            pytest.fail("a pattern takes it apart")


def test_it_can_be_copied_and_sent_elsewhere() -> None:
    pen = Pen(7, "red", Pen(1))
    for made in (copy.copy(pen), copy.deepcopy(pen), pickle.loads(pickle.dumps(pen))):
        assert made == pen
        assert type(made) is Pen


@pytest.mark.parametrize("kind", [Pen, Plain])
def test_what_does_not_fit_is_refused(kind: type[Pen]) -> None:
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'length'"):
        kind()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"takes from 2 to 4 positional arguments"):
        kind(1, None, None, 4)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'weight'"):
        kind(1, weight=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        kind._make([1])
    with pytest.raises((TypeError, ValueError), match="weight"):
        kind(1)._replace(weight=3)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        kind(1).length = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        kind(1).weight = 3  # type: ignore[attr-defined]


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError, match="default"):

        class Odd(NamedTuple):
            first: int = 1
            second: int  # type: ignore[misc]


def test_what_would_be_lost_is_refused() -> None:
    with pytest.raises(TypeError, match="one parent"):

        class Mixed(NamedTuple, Marker):  # type: ignore[misc]
            first: int

    with pytest.raises(TypeError, match="__new__"):

        class Made(NamedTuple):
            first: int

            def __new__(cls, first: int) -> "Made":  # type: ignore[misc]
                return tuple.__new__(cls, (first,))


def test_the_words_of_a_literal_can_be_asked_for() -> None:
    assert typing.get_args(Colour) == ("red", "green")
    assert "worked" in typing.get_args(Metric)
    assert GoalRule("done", 3) == Policy()._replace(goal=Policy().goal._replace(me=GoalRule("done", 3))).goal.me
    assert Shift().days == frozenset(range(5))


def test_it_loads_none_of_what_it_stands_for() -> None:
    program = "import sys; import workboard.domain.typed, workboard.domain.rules; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"typing", "re", "enum", "functools"} & set(run.stdout.split())
