"""The server stops for ten notes and comes back: each is there once, in order, by the right person."""

from __future__ import annotations

from tests.real import oracle
from tests.real.conftest import Technician
from tests.rt.server import RequestTracker


def test_ten_notes_while_the_server_is_away(ana: Technician, tracker: RequestTracker) -> None:
    ana.init()
    ana.json("sync")
    mails = len(tracker.mails())
    ticket = ana.json("next")["activity"]["ticket"]["number"]
    port = tracker.port
    tracker.stop()
    texts = [f"Note {n} of ten, written while the server was away." for n in range(1, 11)]
    for number, text in enumerate(texts):
        said = ana.json("note", ticket, f"{text} +{number + 1}m")
        assert said["state"] == "waiting"
    assert ana.run("sync", "--json").code == 3
    status = ana.json("status")
    assert (status["waiting"], status["attention"]) == (10, 0)

    tracker.start(port)
    synced = ana.json("sync")
    assert (synced["sent"], synced["waiting"], synced["uncertain"], synced["rejected"]) == (10, 0, 0, 0)
    ours = [entry for entry in tracker.history(int(ticket)) if entry.text.strip() in texts]
    assert [entry.text.strip() for entry in ours] == texts
    assert {entry.creator for entry in ours} == {"ana"}
    assert [entry.minutes for entry in ours] == list(range(1, 11))
    assert len(set(oracle.markers(tracker.directory))) == len(oracle.markers(tracker.directory))
    assert _told_clients(tracker, mails) == []
    assert ana.json("sync")["sent"] == 0
    secret = tracker.users["ana"]["token"].encode()
    files = [path for path in (*ana.data.rglob("*"), ana.config) if path.is_file()]
    assert [path for path in files if secret in path.read_bytes()] == []


def _told_clients(tracker: RequestTracker, since: int) -> list[str]:
    """Addresses of clients in the mail that went out after the first ``since`` mails."""
    sent = tracker.mails()[since:]
    to = " ".join(str(mail.get(header, "")) for mail in sent for header in ("To", "Cc", "Bcc"))
    return [address for address in to.replace(",", " ").split() if ".example" in address and "support" not in address]
