"""The schema, as the statements that made it. Append a new list for each version; never edit an old one.

Server truth (``ticket`` … ``company``) is written only from a remote's answers. Everything else is local.
All instants are INTEGER milliseconds UTC, all minutes INTEGER. Tables are STRICT: a text in a number's place
is an error and not a value.
"""

from __future__ import annotations

from workboard.domain.typed import Final

APPLICATION_ID: Final = 0x776B6264  # "wkbd"
VERSION: Final = 4

_CATEGORIES = "'new','open','planned','reply','waiting_client','waiting_other','done','gone'"

LINES_FOR_MACHINES: Final = """visibility = 'internal' AND (instr(lower(body), 'help wanted') > 0
    OR instr(lower(body), 'help given') > 0 OR instr(lower(body), 'blocked by') > 0
    OR instr(lower(body), 'moved up') > 0)"""
"""An internal note that may say what a ticket waits for, asks for help, or moves it. Part of the schema: never edit."""

FOR_THE_TEAM: Final = "visibility = 'internal' AND substr(body, 1, 10) = 'Workboard '"
"""A note of the team ticket that is for machines. Part of the schema: never edit."""

MOVED_UP: Final = "visibility = 'internal' AND instr(body, 'Moved up: ') > 0"
"""An internal note that may put a ticket before others. Part of the schema: never edit."""

KNOWN_FIX: Final = "visibility = 'internal' AND instr(body, 'Known fix: ') > 0"
"""An internal note that says what solved a ticket for good. Part of the schema: never edit."""

V1: Final[tuple[str, ...]] = (
    """CREATE TABLE account (
        id TEXT PRIMARY KEY, backend TEXT NOT NULL, base_url TEXT, remote_user_id TEXT, me_name TEXT,
        members TEXT NOT NULL DEFAULT '', generation TEXT, clock_offset_ms INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'never' CHECK (state IN ('never','ok','auth','throttled','offline')),
        reason TEXT, state_at INTEGER, synced_at INTEGER, first_done INTEGER, first_total INTEGER
    ) STRICT""",
    f"""CREATE TABLE ticket (
        id TEXT PRIMARY KEY, number TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,
        category TEXT NOT NULL CHECK (category IN ({_CATEGORIES})),
        queue TEXT, owner_id TEXT, company TEXT, contact_name TEXT, contact_mail TEXT, priority TEXT,
        urgent INTEGER NOT NULL DEFAULT 0, impact TEXT, tier TEXT, type TEXT,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, due_at INTEGER,
        window_from_at INTEGER, window_until_at INTEGER, url TEXT,
        presence TEXT NOT NULL CHECK (presence IN ('mine','team','left','gone')),
        default_band INTEGER NOT NULL CHECK (default_band BETWEEN 1 AND 4),
        reply_signal TEXT NOT NULL CHECK (reply_signal IN ('status','author','either'))
    ) STRICT""",
    "CREATE INDEX ticket_mine ON ticket (owner_id, category) WHERE presence = 'mine'",
    "CREATE INDEX ticket_number ON ticket (number)",
    f"""CREATE TABLE status_span (
        ticket_id TEXT NOT NULL, category TEXT NOT NULL CHECK (category IN ({_CATEGORIES})),
        from_at INTEGER NOT NULL, until_at INTEGER, PRIMARY KEY (ticket_id, from_at, category)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE message (
        id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL, at INTEGER NOT NULL, author_id TEXT, author_name TEXT NOT NULL,
        author TEXT NOT NULL CHECK (author IN ('client','staff','system')),
        visibility TEXT NOT NULL CHECK (visibility IN ('public','internal')),
        origin TEXT NOT NULL CHECK (origin IN ('create','reply','note')),
        body TEXT NOT NULL, minutes INTEGER NOT NULL DEFAULT 0, marker TEXT, next_step TEXT
    ) STRICT""",
    "CREATE INDEX message_thread ON message (ticket_id, at)",
    "CREATE INDEX message_public ON message (ticket_id, author, at) WHERE visibility = 'public'",
    "CREATE INDEX message_next_step ON message (ticket_id, at) WHERE next_step IS NOT NULL",
    "CREATE INDEX message_author ON message (author_id, at)",
    """CREATE TABLE activity (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, ticket_id TEXT NOT NULL, owner_id TEXT, title TEXT NOT NULL,
        start_at INTEGER, estimate_minutes INTEGER, fixed INTEGER NOT NULL DEFAULT 0,
        remote_state TEXT NOT NULL CHECK (remote_state IN ('open','done','cancelled'))
    ) STRICT""",
    "CREATE INDEX activity_mine ON activity (owner_id, remote_state)",
    "CREATE INDEX activity_ticket ON activity (ticket_id)",
    """CREATE TABLE time_entry (
        id TEXT PRIMARY KEY, person_id TEXT NOT NULL, ended_at INTEGER NOT NULL,
        minutes INTEGER NOT NULL, ticket_id TEXT,
        kind TEXT NOT NULL CHECK (kind IN ('work','interruption','quick_fix')),
        billable_minutes INTEGER, marker TEXT
    ) STRICT""",
    "CREATE INDEX time_entry_ended ON time_entry (ended_at, person_id, minutes, kind)",
    """CREATE TABLE done_event (
        id TEXT PRIMARY KEY, person_id TEXT NOT NULL, at INTEGER NOT NULL, ticket_id TEXT, activity_id TEXT
    ) STRICT""",
    "CREATE INDEX done_event_at ON done_event (at, person_id)",
    """CREATE TABLE person (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, mail TEXT,
        kind TEXT NOT NULL CHECK (kind IN ('me','staff','client')), company TEXT, site TEXT, phone TEXT
    ) STRICT""",
    "CREATE INDEX person_mail ON person (mail)",
    "CREATE TABLE company (id TEXT PRIMARY KEY, name TEXT NOT NULL, site TEXT, phone TEXT) STRICT",
    """CREATE TABLE goal (
        id INTEGER PRIMARY KEY, scope TEXT NOT NULL CHECK (scope IN ('me','team')), metric TEXT NOT NULL,
        target INTEGER NOT NULL, period TEXT NOT NULL CHECK (period IN ('day','week','month')),
        source TEXT NOT NULL, from_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE work (
        activity_id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('planned','running','interrupted','parked','skipped','finished','away')),
        since_at INTEGER NOT NULL, sleep_until_at INTEGER, wake_on TEXT CHECK (wake_on IN ('client')),
        reason TEXT, offered_at INTEGER
    ) STRICT""",
    "CREATE UNIQUE INDEX work_one_running ON work (state) WHERE state = 'running'",
    "CREATE INDEX work_ticket ON work (ticket_id)",
    """CREATE TABLE interval (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('activity','interruption')), ref TEXT,
        started_at INTEGER NOT NULL, ended_at INTEGER, source TEXT, who TEXT, coming_back TEXT,
        sorted INTEGER NOT NULL DEFAULT 0, parent TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX interval_one_open ON interval ((ended_at IS NULL)) WHERE ended_at IS NULL",
    "CREATE INDEX interval_ref ON interval (ref, started_at)",
    """CREATE TABLE focus_session (
        id TEXT PRIMARY KEY, activity_id TEXT NOT NULL, started_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
        ended_at INTEGER, rule TEXT
    ) STRICT""",
    """CREATE TABLE draft (
        ticket_id TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, row INTEGER NOT NULL DEFAULT 0,
        col INTEGER NOT NULL DEFAULT 0, public INTEGER NOT NULL DEFAULT 0, saved_at INTEGER NOT NULL,
        promote_at INTEGER, PRIMARY KEY (ticket_id, kind)
    ) STRICT""",
    """CREATE TABLE dismissal (
        ticket_id TEXT PRIMARY KEY, until_at INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT
    ) STRICT""",
    """CREATE TABLE note (
        id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL,
        visibility TEXT NOT NULL CHECK (visibility IN ('public','internal')),
        minutes INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL, next_step TEXT,
        solution INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, remote_id TEXT
    ) STRICT""",
    "CREATE INDEX note_ticket ON note (ticket_id, created_at)",
    """CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, act TEXT NOT NULL,
        ticket_id TEXT NOT NULL, verb TEXT NOT NULL, payload TEXT NOT NULL, payload_sha TEXT NOT NULL,
        base TEXT, category TEXT, marker TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
            ('pending','held','inflight','uncertain','rejected','conflict','done','dropped')),
        attempts INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, sendable_at INTEGER NOT NULL,
        sent_at INTEGER, next_at INTEGER, fence TEXT, reason TEXT, remote_id TEXT
    ) STRICT""",
    "CREATE INDEX outbox_open ON outbox (ticket_id, seq) WHERE state NOT IN ('done','dropped')",
    """CREATE TABLE outbox_log (
        id INTEGER PRIMARY KEY, op TEXT NOT NULL, at INTEGER NOT NULL, from_state TEXT, to_state TEXT NOT NULL,
        cause TEXT, http_status INTEGER, run TEXT
    ) STRICT""",
    "CREATE INDEX outbox_log_op ON outbox_log (op)",
    """CREATE TABLE cursor (
        account TEXT NOT NULL, stream TEXT NOT NULL, watermark TEXT NOT NULL, generation TEXT,
        last_full_at INTEGER, run_id TEXT, PRIMARY KEY (account, stream)
    ) STRICT""",
    """CREATE TABLE sync_run (
        id TEXT PRIMARY KEY, account TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
        outcome TEXT, counts TEXT
    ) STRICT""",
    """CREATE TABLE conflict (
        id INTEGER PRIMARY KEY, op TEXT NOT NULL, field TEXT NOT NULL, base TEXT, mine TEXT, theirs TEXT,
        at INTEGER NOT NULL, resolution TEXT
    ) STRICT""",
    """CREATE TABLE quarantine (
        account TEXT NOT NULL, stream TEXT NOT NULL, remote_id TEXT NOT NULL, why TEXT NOT NULL, raw TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (account, stream, remote_id)
    ) STRICT""",
    "CREATE TABLE place (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
)

V2: Final[tuple[str, ...]] = (
    # a ticket the remote says is not there (403, 404): gone only when a second, later run says so too
    "CREATE TABLE missing (ticket_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
    # calls made to the help desk, by minute of the wall clock: all workboards on this file share one hour's budget
    """CREATE TABLE call_count (
        minute INTEGER PRIMARY KEY, reads INTEGER NOT NULL DEFAULT 0, writes INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
)

V3: Final[tuple[str, ...]] = (
    # an interruption that was made a ticket, a note or a quick fix; and when an unsorted one was asked about
    "ALTER TABLE interval ADD COLUMN ticket_id TEXT",
    "ALTER TABLE interval ADD COLUMN asked_at INTEGER",
    # what the focus screen shows, frozen; the world outside when the block began; and what has broken through since
    "ALTER TABLE focus_session ADD COLUMN card TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE focus_session ADD COLUMN before TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE focus_session ADD COLUMN told TEXT NOT NULL DEFAULT ''",
    "CREATE UNIQUE INDEX focus_one_open ON focus_session ((ended_at IS NULL)) WHERE ended_at IS NULL",
    # goals of several teams; and the days whose sums have been written for the team
    "ALTER TABLE goal ADD COLUMN team TEXT",
    "CREATE TABLE shared_day (day TEXT PRIMARY KEY, op TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
    # what a lead asks of the whole team: open tickets, what came and went, what was planned, lines for machines
    "CREATE INDEX ticket_open ON ticket (created_at) WHERE category NOT IN ('done','gone') AND presence <> 'gone'",
    "CREATE INDEX ticket_created ON ticket (created_at)",
    "CREATE INDEX activity_start ON activity (start_at) WHERE start_at IS NOT NULL",
    "CREATE INDEX interval_started ON interval (started_at)",
    "CREATE INDEX done_event_ticket ON done_event (ticket_id, at)",
    "CREATE INDEX done_event_activity ON done_event (activity_id, at) WHERE activity_id IS NOT NULL",
    "CREATE INDEX note_solution ON note (ticket_id, created_at) WHERE solution = 1",
    f"CREATE INDEX message_lines ON message (at, ticket_id) WHERE {LINES_FOR_MACHINES}",
    f"CREATE INDEX message_for_the_team ON message (ticket_id, at) WHERE {FOR_THE_TEAM}",
    f"CREATE INDEX message_moved ON message (ticket_id, at) WHERE {MOVED_UP}",
)

V4: Final[tuple[str, ...]] = (
    # what solved a ticket for good, wherever in the team it was marked
    f"CREATE INDEX message_known_fix ON message (ticket_id) WHERE {KNOWN_FIX}",
)

ADDED: Final[tuple[tuple[str, ...], ...]] = (V1, V2, V3, V4)
"""``ADDED[n]`` takes a file from version n to n + 1."""
