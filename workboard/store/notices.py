"""What the help desk's last sign-in had to say besides who I am: rights, words, names. For ``doctor``."""

from workboard.store import journal
from workboard.store.database import Reader, Transaction

PLACE = "notices"


def keep(transaction: Transaction, lines: tuple[str, ...], now: int) -> None:
    """Each a line of its own."""
    one_each = (" ".join(line.split()) for line in lines)
    journal.set_place(transaction, PLACE, "\n".join(one_each) or None, now)


def load(reader: Reader) -> list[str]:
    return (journal.place(reader, PLACE) or "").splitlines()
