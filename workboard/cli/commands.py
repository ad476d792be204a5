"""The subcommands: what each is for in one line, and the module behind it, which only its own call imports."""

from __future__ import annotations

from workboard.domain.typed import Final

BOARD: Final = "board"
"""what ``workboard`` alone means"""

GROUPS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    (
        "What is next",
        {
            "board": "the board (also: workboard alone)",
            "next": "the next activity, and why this one",
            "replies": "the clients who answered, longest wait first",
            "progress": "done against goal, own and team",
            "goal": "the goal explained by its records; propose, accept or set one",
            "plan": "the day in its order",
            "why": "the rule that put a ticket where it is",
            "status": "one line for a prompt or a status bar",
            "say": "a sentence to read to a caller",
            "open": "a ticket's page in the browser",
            "log": "your own log of today; for your eyes",
            "lint": "work without a next step",
            "lost": "open tickets that nobody's board shows",
        },
    ),
    (
        "Work",
        {
            "start": "begin the activity shown",
            "finish": "let go of it: done",
            "park": "put it aside for a while",
            "skip": "not now, with a reason",
            "focus": "hold everything else for a while; what is held",
            "interrupted": "called away: stop the clock, from anywhere",
            "back": "take up again what was interrupted",
            "day-end": "interruptions nobody has sorted yet, each asked about once",
            "note": "a note on a ticket",
            "answer": "an answer the client reads",
            "no-answer": "this reply needs none",
            "ticket": "open a ticket: name, urgent, problem",
            "received": "a client's words come in, into the standalone desk",
            "schedule": "a date for a piece of work, in the standalone desk",
        },
    ),
    (
        "The team",
        {
            "lead": "the team in figures, and what a lead does about it",
            "report": "the team's week as Markdown, HTML, JSON or CSV",
            "privacy": "every field that leaves this machine, and what stays",
        },
    ),
    (
        "The help desk",
        {
            "sync": "send what waits, read what is new",
            "outbox": "what is on its way, and what is stuck",
            "import": "tickets from a CSV or JSON export, into the standalone desk",
            "export": "everything stored here as JSON, or the tickets as CSV",
        },
    ),
    (
        "Setting up",
        {
            "demo": "the board on a make-believe day; nothing is kept",
            "init": "write the settings, after checking them",
            "login": "put the secret into the system's keyring",
            "logout": "take it out again",
            "doctor": "check everything and say what to do",
            "backup": "a copy of the database, checked",
            "policy": "the company's rules: check them, or hold two tickets against each other",
            "keys": "every key of every screen; check your own",
            "themes": "the colours there are; check your own",
            "completions": "a script that completes commands for bash, zsh or fish",
        },
    ),
)

SUMMARY: Final[dict[str, str]] = {name: line for _, group in GROUPS for name, line in group.items()}

_MODULES: Final[dict[str, str]] = {"import": "import_", "no-answer": "no_answer", "open": "open_", "day-end": "day_end"}


def module(name: str) -> str:
    """Where the command lives."""
    return f"workboard.cli.{_MODULES.get(name, name)}"
