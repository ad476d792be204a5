"""What a one-shot command costs beside an interpreter that does nothing: ``python -m tests.bench.oneshot``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.desks import MORNING, demo_folder, fill, in_use
from tests.bench.rounds import program, race, report
from workboard.store import account
from workboard.store.database import Database

ROUNDS = 15
FLOOR = "python -c pass"
NOISE = "the same once more"
COMMANDS = (("next", "--json"), ("status", "--porcelain"), ("next",), ("--version",))


def compare(title: str, places: list[str], environ: dict[str, str]) -> None:
    """The commands on one folder; without ``places`` it is found by the environment."""
    workboard = str(Path(sys.executable).with_name("workboard"))
    contestants = {name: program(sys.executable, "-c", "pass", environ=environ) for name in (FLOOR, NOISE)}
    for words in COMMANDS:
        where = [] if words == ("--version",) else [*places, "--now", MORNING]
        contestants[" ".join(("workboard", *words))] = program(workboard, *words, *where, environ=environ)
    report(title, race(contestants, ROUNDS), FLOOR)


def main() -> None:
    with TemporaryDirectory(prefix="workboard-bench-") as name:
        folder = Path(name)
        compare("nothing set up, the system's folders", [], {"HOME": name})
        places = demo_folder(folder / "desk")
        in_use(places)
        compare("the demo", places, {})
        with closing(Database.open(str(folder / "desk" / "data" / "workboard.db"))) as database:
            me = account.load(database.read())
            assert me is not None
            fill(database, 5000, 200, me.me.id)
        compare("the demo and 5,000 tickets more, 200 of them mine", places, {})


if __name__ == "__main__":
    main()
