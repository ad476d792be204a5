"""What a remote can and cannot do, told once by its backend."""

from typing import NamedTuple


class Capabilities(NamedTuple):
    """What this remote can and cannot do; a command that needs what is missing says so and is disabled."""

    label: str
    """the remote's name for people, for instance ``Request Tracker``"""
    immediate: bool = False
    """accepts every wish at once, without a network: nothing ever waits"""
    network: bool = True
    writes: frozenset[str] = frozenset()
    """categories this remote has a status for, so that a wish for one can be written"""
    billable: bool = False
    claims: bool = False
    answer_note: str | None = None
    """one line the answer sheet shows, where a client-visible text does not simply become a mail"""
    tickets_offline: bool = True
    """a ticket opened offline gets its number later"""
