"""Every error workboard raises on purpose, drawn as one tree.

    WorkboardError                  exit code, one line that names the remedy
    ├── UsageError              2   a wrong word on the command line, no such ticket, the policy forbids
    │   ├── SettingsError       2   config.toml, policy.toml or a theme cannot be used as written
    │   └── NotFoundError       2   no ticket, no activity, or several, behind a name
    ├── RemoteError             3   the other side
    │   ├── Unreachable         3   nothing was applied: no connection was made
    │   ├── Uncertain           3   perhaps applied: the answer was lost
    │   ├── SignInFailed        3   the secret is missing, wrong or no longer good
    │   ├── Throttled           3   come back later (``retry_after_s``)
    │   ├── Refused             3   the request was read and turned down
    │   ├── Conflicting         3   somebody changed the same field meanwhile (``base``, ``mine``, ``theirs``)
    │   └── Garbled             3   an answer that is not what the remote's manual promises
    └── NeedsPerson             4   somebody has to decide
        ├── NewerDatabase       4   written by a later workboard: never repaired, never written
        ├── DamagedDatabase     4   the file is not a sound workboard database
        │   └── ForeignDatabase 4   it is somebody else's: never touched
        ├── NotStored           4   the disk is full, may not be written or fails: nothing was saved
        └── ImpossibleAct       4   the act does not fit the state (finish what is finished)

A message is one sentence for a person: what is wrong, then what to do. It never holds a secret.
"""

from __future__ import annotations


class WorkboardError(Exception):
    """Base of all: ``exit_code`` is what the command line ends with."""

    exit_code = 4


class UsageError(WorkboardError):
    """The request itself is wrong; nothing was changed."""

    exit_code = 2


class SettingsError(UsageError):
    """A settings file or flag cannot be used; the text names the place and the remedy."""


class NotFoundError(UsageError):
    """A name given by the person matches nothing, or more than one thing."""


class RemoteError(WorkboardError):
    """The other side; ``status`` is the HTTP status where there was one."""

    exit_code = 3

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Unreachable(RemoteError):
    """No connection: certainly not applied."""


class Uncertain(RemoteError):
    """The request left, its answer did not arrive: applied or not, a probe has to tell."""


class SignInFailed(RemoteError):
    """401, or no secret to send."""


class Throttled(RemoteError):
    """Too many calls; ``retry_after_s`` in seconds where the remote said so."""

    def __init__(self, message: str, *, status: int | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message, status=status)
        self.retry_after_s = retry_after_s


class Refused(RemoteError):
    """Read and turned down; sending the same again would not help."""


class Conflicting(RemoteError):
    """The remote's field is neither what it was when the wish was made nor what the wish wants."""

    def __init__(self, message: str, *, field: str, base: str, mine: str, theirs: str) -> None:
        super().__init__(message)
        self.field = field
        self.base = base
        self.mine = mine
        self.theirs = theirs


class Garbled(RemoteError):
    """The answer cannot be understood. For a read nothing is changed; for a write it counts as uncertain."""


class NeedsPerson(WorkboardError):
    """Nothing is lost, but somebody has to look."""


class NewerDatabase(NeedsPerson):
    """The file's schema is later than this program knows."""


class DamagedDatabase(NeedsPerson):
    """Not a database, not ours, or broken."""


class ForeignDatabase(DamagedDatabase):
    """Another program's database, or none that can be told from one."""


class NotStored(NeedsPerson):
    """The disk did not take it: full, read-only, failing, or the file is gone from its place."""


class ImpossibleAct(NeedsPerson):
    """The state does not allow the act."""
