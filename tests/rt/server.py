"""A real Request Tracker for the tests: private, on loopback, in a directory of its own.

    with RequestTracker.cached(tmp_path / "rt") as tracker:
        tracker.start()
        tracker.client_mail("gus@garage.example", 13, "It works again.")

By hand, in the foreground until Ctrl-C:

    python tests/rt/server.py DIR [--lifecycle stock] [--tickets 5000] [--port 8080]

Needs what install.sh installs.  Uses nothing of workboard, so that it can bear witness against it.
"""

from __future__ import annotations

import argparse
import atexit
import base64
import contextlib
import email
import email.policy
import email.utils
import fcntl
import hashlib
import itertools
import json
import os
import quopri
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypedDict

Lifecycle = Literal["msp", "stock"]

HERE = Path(__file__).resolve().parent
INGREDIENTS = ("past.json", "seed.pl", "site_config.pm", "bulk.py")  # what an instance is made of
TOLD = 40  # so many tickets have a story in past.json; more are copies
WRITTEN = ("Create", "Comment", "Correspond")  # entries that somebody wrote; RT's own mails are others
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15


class TrackerError(Exception):
    """Request Tracker did not do what it was told."""


class Login(TypedDict):
    id: int
    token: str


class Seed(TypedDict):
    now: int  # the moment that all dates count back from
    lifecycle: Lifecycle
    users: dict[str, Login]  # ana, ben, chi, dora, root
    tickets: dict[str, int]  # the tickets with a key in past.json
    ids: list[int]  # the tickets of past.json, in its order
    reminders: list[int]
    clones: int  # older tickets beside those


@dataclass(frozen=True)
class Entry:
    """One transaction of a ticket's history; text and subject are what a person wrote."""

    id: int
    type: str
    creator: str
    created: datetime
    minutes: int
    field: str
    old: str
    new: str
    subject: str
    text: str


def installed() -> bool:
    check = subprocess.run([HERE / "install.sh", "--check"], capture_output=True, check=False)
    return check.returncode == 0


class RequestTracker:
    """One instance in one directory, served or not."""

    def __init__(self, directory: Path) -> None:
        """Take an instance that is there already; see create and cached for a new one."""
        self.directory = directory.resolve()
        self.seed: Seed = json.loads((self.directory / "seed.json").read_text())
        self._server: subprocess.Popen[bytes] | None = None
        self._port = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- making one -----------------------------------------------------------------------

    @classmethod
    def create(cls, directory: Path, lifecycle: Lifecycle = "msp", tickets: int = TOLD, now: int | None = None) -> Self:
        """Make a new instance; the directory appears when it is complete."""
        present = now if now is not None else _now()
        directory.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f"{directory.name}.", dir=directory.parent))
        try:
            (workshop / "sessions").mkdir()
            (workshop / "pages").mkdir()
            _run(workshop, ["/usr/sbin/rt-setup-database-5", "--action", "init"])
            # Readers do not wait for the writer then, and nobody waits for the disk at each commit.
            with contextlib.closing(sqlite3.connect(workshop / "rt.sqlite3")) as database:
                database.execute("PRAGMA journal_mode = WAL")
            clones = max(0, tickets - TOLD)
            told = [lifecycle, str(tickets), str(present), str(clones)]
            seed = json.loads(_run(workshop, ["perl", "seed.pl", "past.json", *told]))
            if clones:
                database_file = str(workshop / "rt.sqlite3")
                _run(workshop, [sys.executable, "bulk.py", database_file, str(clones), str(present)])
            (workshop / "seed.json").write_text(json.dumps(seed | {"clones": clones}, indent=1))
            for mailbox in workshop.glob("*.mbox"):
                mailbox.unlink()
            workshop.rename(directory)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            raise
        return cls(directory)

    @classmethod
    def cached(cls, directory: Path, lifecycle: Lifecycle = "msp", tickets: int = TOLD, max_age: float = 3600) -> Self:
        """Like create, but a copy of one that was made in the last hour, if there is any.

        The copies share their tokens.  Several processes may ask at once; one of them does the work.
        """
        key = hashlib.sha256(f"{lifecycle} {tickets} {HERE}".encode())
        for name in INGREDIENTS:
            key.update((HERE / name).read_bytes())
        cache = _cache_folder()
        original = cache / key.hexdigest()[:16]
        with (cache / f"{original.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_fresh(original, max_age):
                shutil.rmtree(original, ignore_errors=True)
                cls.create(original, lifecycle, tickets)
            return cls(original).copy_to(directory)

    def copy_to(self, directory: Path) -> Self:
        """A second instance, as this one stands now (running or not); its mailbox is empty."""
        directory.mkdir(parents=True)
        (directory / "sessions").mkdir()
        shutil.copytree(self.directory / "pages", directory / "pages")
        with (
            contextlib.closing(self._read()) as source,
            contextlib.closing(sqlite3.connect(directory / "rt.sqlite3")) as target,
        ):
            source.backup(target)
        shutil.copy(self.directory / "seed.json", directory)
        return type(self)(directory)

    # --- serving --------------------------------------------------------------------------

    def start(self, port: int = 0, workers: int = 2) -> str:
        """Serve until stop; returns the address when requests are answered.  Port 0 takes a free one."""
        if self.running:
            raise TrackerError(f"is running already: {self.url}")
        self.stop()  # one that ended by itself
        with socket.create_server(("127.0.0.1", port), backlog=128) as listener:
            self._port = listener.getsockname()[1]
            handle = listener.fileno()
            environment = _environment(self.directory, self._port) | {
                "SERVER_STARTER_PORT": f"127.0.0.1:{self._port}={handle}"
            }
            with (self.directory / "server.log").open("ab") as log:
                self._server = subprocess.Popen(
                    ["perl", HERE / "serve.pl", str(workers)],
                    env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log,
                    pass_fds=[handle], start_new_session=True,
                )  # fmt: skip
        atexit.register(self.stop)
        try:
            self._wait_for_answer()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """End the server after the requests that it is at; afterwards connections are refused."""
        server, self._server = self._server, None
        atexit.unregister(self.stop)
        if server is None:
            return
        assert server.stdin is not None
        server.stdin.close()  # which is the sign to end
        try:
            server.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def kill(self) -> None:
        """End the server and all that it is at, as a power cut would."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
        self.stop()

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    @property
    def port(self) -> int:
        """The port in use, or that was in use last: start(tracker.port) comes back at the same address."""
        return self._port

    @property
    def url(self) -> str:
        if not self._port:
            raise TrackerError("was never started")
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        """What the server complained about."""
        path = self.directory / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _wait_for_answer(self) -> None:
        # The socket takes the question before anybody is there to answer it.
        deadline = time.monotonic() + SECONDS_TO_START
        while self.running and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                try:
                    urllib.request.urlopen(f"{self.url}/REST/2.0/rt", timeout=SECONDS_TO_START).close()
                except urllib.error.HTTPError as answer:
                    answer.close()
                    if answer.code == 401:  # nobody may ask without a token: it is up
                        return
            time.sleep(0.05)
        raise TrackerError(f"did not start:\n{self.log[-2000:]}")

    # --- who and what is there ------------------------------------------------------------

    @property
    def users(self) -> Mapping[str, Login]:
        return self.seed["users"]

    def ticket(self, ticket_id: int) -> dict[str, Any]:
        """A row of the table Tickets as it stands in the database, with the names of owner and queue."""
        with contextlib.closing(self._read()) as database:
            row = database.execute(
                "SELECT t.*, u.Name AS OwnerName, q.Name AS QueueName FROM Tickets t"
                " JOIN Users u ON u.id = t.Owner JOIN Queues q ON q.id = t.Queue WHERE t.id = ?",
                [ticket_id],
            ).fetchone()
        if row is None:
            raise TrackerError(f"has no ticket {ticket_id}")
        return dict(row)

    def history(self, ticket_id: int, user: str | None = None) -> list[Entry]:
        """A ticket's transactions in order, those of tickets merged into it included.

        Without a user they are read from the database, past all code of Request Tracker; with
        one they are what the REST interface shows to that user.
        """
        if user is not None:
            return sorted(self._asked_history(ticket_id, user), key=lambda entry: entry.id)
        with contextlib.closing(self._read()) as database:
            rows = database.execute(
                "SELECT x.*, u.Name AS Who FROM Transactions x JOIN Users u ON u.id = x.Creator"
                " WHERE x.ObjectType = 'RT::Ticket' AND x.ObjectId IN"
                " (SELECT id FROM Tickets WHERE EffectiveId = ?) ORDER BY x.id",
                [ticket_id],
            ).fetchall()
            return [_entry_of_row(database, row) for row in rows]

    def mails(self) -> list[EmailMessage]:
        """What went out since the instance was made, oldest first.

        Each process of the server has its file; mails of one second in two files may swap places.
        """
        found: list[tuple[datetime, str, int, EmailMessage]] = []
        for mailbox in self.directory.glob("*.mbox"):
            for number, (sent, message) in enumerate(_messages(mailbox.read_bytes())):
                found.append((sent, mailbox.name, number, message))
        return [message for *_, message in sorted(found, key=lambda one: one[:3])]

    # --- acting on it ---------------------------------------------------------------------

    def client_mail(
        self, sender: str, ticket: int | None, text: str, subject: str = "", queue: str = "Service Desk"
    ) -> None:
        """Let a client's mail arrive: an answer on a ticket, or with None a new ticket."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = "support@support.example"
        mark = f"[support #{ticket}] " if ticket is not None else ""
        message["Subject"] = f"{'Re: ' if mark else ''}{mark}{subject or 'a mail'}"
        message["Message-ID"] = email.utils.make_msgid(domain="clients.example")
        message["Date"] = email.utils.localtime()
        message.set_content(text)
        form = urllib.parse.urlencode(
            {"queue": queue, "action": "correspond", "message": message.as_string(policy=email.policy.SMTP)}
        )
        address = f"{self.url}/REST/1.0/NoAuth/mail-gateway"
        with urllib.request.urlopen(address, form.encode(), timeout=SECONDS_TO_START) as reply:
            said = reply.read().decode()
        if not said.startswith("ok"):
            raise TrackerError(f"refused the mail: {said}")

    def ask(self, user: str, path: str, body: object = None, method: str | None = None) -> Any:
        """One REST 2 request as a user: GET, or POST if there is a body; returns the JSON answer."""
        request = urllib.request.Request(
            f"{self.url}/REST/2.0/{path.lstrip('/')}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"token {self.users[user]['token']}",
                "Content-Type": "application/json",
            },
            method=method,
        )
        with urllib.request.urlopen(request, timeout=SECONDS_TO_START) as reply:
            return json.loads(reply.read())

    # --- inside ---------------------------------------------------------------------------

    def _read(self) -> sqlite3.Connection:
        address = f"{(self.directory / 'rt.sqlite3').as_uri()}?mode=ro"
        database = sqlite3.connect(address, uri=True, timeout=30)
        database.row_factory = sqlite3.Row
        return database

    def _pages(self, user: str, path: str, **arguments: str) -> Iterator[dict[str, Any]]:
        # Hidden rows make a page short, so a short one need not be the last; after the last comes
        # an empty one (5.0.3) or the last again (5.0.7).
        seen: set[str] = set()
        for page in itertools.count(1):
            query = urllib.parse.urlencode({**arguments, "per_page": 100, "page": page})
            items = self.ask(user, f"{path}?{query}")["items"]
            fresh = [item for item in items if item["id"] not in seen]
            if not fresh:
                return
            yield from fresh
            seen.update(item["id"] for item in fresh)

    def _asked_history(self, ticket_id: int, user: str) -> Iterator[Entry]:
        fields = "Type,Creator,Created,TimeTaken,Field,OldValue,NewValue"
        for item in self._pages(user, f"ticket/{ticket_id}/history", fields=fields):
            subject, text = self._asked_text(item, user)
            yield Entry(
                id=int(item["id"]),
                type=item["Type"],
                creator=item["Creator"]["id"],
                created=datetime.fromisoformat(item["Created"]),
                minutes=int(item["TimeTaken"] or 0),
                field=item["Field"] or "",
                old=str(item["OldValue"] or ""),
                new=str(item["NewValue"] or ""),
                subject=subject,
                text=text,
            )

    def _asked_text(self, item: dict[str, Any], user: str) -> tuple[str, str]:
        if item["Type"] not in WRITTEN:
            return "", ""
        query = json.dumps([{"field": "TransactionId", "value": int(item["id"])}])
        parts = list(self._pages(user, "attachments", query=query, fields="Subject,Content,ContentType"))
        parts.sort(key=lambda part: int(part["id"]))
        texts = [part["Content"] or "" for part in parts if part["ContentType"] == "text/plain"]
        subjects = [part["Subject"] for part in parts if part["Subject"]]
        return next(iter(subjects), ""), next(iter(texts), "")


def _now() -> int:
    return int(time.time())  # noqa: TID251 - the tests' own clock: a real server lives in real time


def _environment(directory: Path, port: int = 0) -> dict[str, str]:
    return os.environ | {
        "WORKBOARD_RT_HOME": str(directory),
        "WORKBOARD_RT_PORT": str(port or ""),
        "RT_SITE_CONFIG": str(HERE / "site_config.pm"),
        "RT_SITE_CONFIG_DIR": "/nonexistent",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


def _run(directory: Path, command: list[str]) -> str:
    done = subprocess.run(
        command, cwd=HERE, env=_environment(directory), stdin=subprocess.DEVNULL, capture_output=True
    )  # fmt: skip
    if done.returncode != 0:
        output = (done.stdout + done.stderr).decode(errors="replace")
        raise TrackerError(f"{command[0]} failed:\n{output[-2000:]}")
    return done.stdout.decode()


def _cache_folder() -> Path:
    default = Path(tempfile.gettempdir()) / f"workboard-rt-{os.getuid()}"
    folder = Path(os.environ.get("WORKBOARD_RT_CACHE") or default)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _is_fresh(directory: Path, max_age: float) -> bool:
    try:
        seed: Seed = json.loads((directory / "seed.json").read_text())
    except FileNotFoundError:
        return False
    return 0 <= _now() - seed["now"] < max_age


def _entry_of_row(database: sqlite3.Connection, row: sqlite3.Row) -> Entry:
    query = "SELECT * FROM Attachments WHERE TransactionId = ? ORDER BY id"
    parts = database.execute(query, [row["id"]]).fetchall() if row["Type"] in WRITTEN else []
    texts = [_decoded(part) for part in parts if part["ContentType"] == "text/plain"]
    subjects = [str(part["Subject"]) for part in parts if part["Subject"]]
    return Entry(
        id=row["id"],
        type=row["Type"],
        creator=row["Who"],
        created=datetime.fromisoformat(row["Created"]).replace(tzinfo=UTC),
        minutes=int(row["TimeTaken"] or 0),
        field=row["Field"] or "",
        old=row["OldValue"] or "",
        new=row["NewValue"] or "",
        subject=next(iter(subjects), ""),
        text=next(iter(texts), ""),
    )


def _decoded(part: sqlite3.Row) -> str:
    content = part["Content"] or ""
    raw = content if isinstance(content, bytes) else str(content).encode()
    match part["ContentEncoding"]:
        case "base64":
            raw = base64.b64decode(raw)
        case "quoted-printable":
            raw = quopri.decodestring(raw)
        case _:
            pass
    return raw.decode(errors="replace")


_MAIL_BEGINS = re.compile(rb"^From \S+@localhost  (.+)\n", re.MULTILINE)


def _messages(mailbox: bytes) -> Iterator[tuple[datetime, EmailMessage]]:
    parts = _MAIL_BEGINS.split(mailbox)[1:]
    for when, raw in zip(parts[::2], parts[1::2], strict=True):
        sent = datetime.strptime(when.decode(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        unquoted = re.sub(rb"^>(>*From )", rb"\1", raw, flags=re.MULTILINE)
        yield sent, email.message_from_bytes(unquoted, policy=email.policy.default)


def _serve_by_hand(arguments: argparse.Namespace) -> None:
    directory: Path = arguments.directory
    if (directory / "seed.json").exists():
        tracker = RequestTracker(directory)
    else:
        tracker = RequestTracker.create(directory, arguments.lifecycle, arguments.tickets)
    for ending in (signal.SIGINT, signal.SIGTERM):  # also where a shell had Ctrl-C ignored
        signal.signal(ending, signal.default_int_handler)
    with tracker, contextlib.suppress(KeyboardInterrupt):
        print(tracker.start(arguments.port))
        for name, login in tracker.users.items():
            print(f"{name:5} {login['token']}")
        print("(web: ana / ana-secret, root / password; Ctrl-C ends)", flush=True)
        while True:
            signal.pause()


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve a Request Tracker for trying by hand.")
    parser.add_argument("directory", type=Path, help="where it lives; made if it is not there")
    parser.add_argument("--lifecycle", choices=["msp", "stock"], default="msp")
    parser.add_argument("--tickets", type=int, default=TOLD)
    parser.add_argument("--port", type=int, default=0)
    _serve_by_hand(parser.parse_args())


if __name__ == "__main__":
    main()
