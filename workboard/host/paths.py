"""Where the files are, and that nobody else can put others in their place."""

import os
import stat
import sys
from collections.abc import Mapping

from workboard.domain.errors import SettingsError
from workboard.domain.typed import NamedTuple


class Places(NamedTuple):
    """Absolute paths as text; whether anything is there is another question."""

    config_file: str
    data_dir: str

    @property
    def database_file(self) -> str:
        """The one database of the data folder."""
        return os.path.join(self.data_dir, "workboard.db")

    @property
    def log_dir(self) -> str:
        """Folder of the log."""
        return os.path.join(self.data_dir, "logs")


def places(config_flag: str | None, data_flag: str | None, environ: Mapping[str, str]) -> Places:
    """A flag, else ``WORKBOARD_CONFIG`` and ``WORKBOARD_DATA_DIR``, else the system's folders."""
    config = config_flag or environ.get("WORKBOARD_CONFIG") or _system_config()
    data = data_flag or environ.get("WORKBOARD_DATA_DIR") or _system_data()
    return Places(_absolute(config), _absolute(data))


def _absolute(path: str) -> str:
    if "\0" in path:
        raise SettingsError("a path cannot hold a NUL character")
    return os.path.abspath(os.path.expanduser(path))


def _system_config() -> str:
    folder = _on_linux("XDG_CONFIG_HOME", ".config")
    if folder is None:
        from platformdirs import user_config_dir

        folder = user_config_dir("workboard", appauthor=False)
    return os.path.join(folder, "config.toml")


def _system_data() -> str:
    folder = _on_linux("XDG_DATA_HOME", ".local/share")
    if folder is None:
        from platformdirs import user_data_dir

        folder = user_data_dir("workboard", appauthor=False)
    return folder


def _on_linux(variable: str, below_home: str) -> str | None:
    """The folder by the XDG rule, ``None`` where more must be known. It is what platformdirs says (a test
    compares them), but to load that takes almost as long as to start Python."""
    home, base = os.environ.get("HOME", ""), os.environ.get(variable, "")
    if sys.platform != "linux" or not os.path.isabs(home):
        return None
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, below_home), "workboard")


def prepare(places: Places) -> None:
    """Make the data folder (0700), or see that it and the database in it are safe to use."""
    folder, database = places.data_dir, places.database_file
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        _check(folder, os.stat(folder), "data folder")
        if os.path.lexists(database):
            _check(database, os.lstat(database), "database")
    except FileExistsError:
        what = f"the data folder {plain_path(folder)} is a file or a link to nowhere"
        raise SettingsError(f"{what}; choose another one with --data-dir") from None
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise SettingsError(
            f"the data folder {plain_path(folder)} cannot be used ({why}); choose another with --data-dir"
        ) from None


def _check(path: str, found: os.stat_result, what: str) -> None:
    name = f"the {what} {plain_path(path)}"
    if stat.S_ISLNK(found.st_mode):
        raise SettingsError(f"{name} is a link to another place; point --data-dir at the real folder")
    if not mine(found):
        raise SettingsError(f"{name} belongs to somebody else; choose another one with --data-dir")
    if others_may_write(found):
        raise SettingsError(f"others may write {name}; run: chmod go-w '{plain_path(path)}'")


def mine(found: os.stat_result) -> bool:
    """Whether I own it; always so where the system knows no owners."""
    return os.name == "nt" or found.st_uid == os.geteuid()


def others_may_write(found: os.stat_result) -> bool:
    """Whether the group or everybody may write it."""
    return os.name != "nt" and bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def others_may_read(found: os.stat_result) -> bool:
    """Whether the group or everybody may read it."""
    return os.name != "nt" and bool(found.st_mode & (stat.S_IRGRP | stat.S_IROTH))


def plain_path(path: str) -> str:
    """A path as an error may print it."""
    return "".join(c if c.isprintable() else "?" for c in path)
