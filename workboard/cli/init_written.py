"""The files of ``workboard init``: both or none, a copy of what stood there, and one account for each data folder."""

from __future__ import annotations

import os
from contextlib import closing

from workboard.backends.kind import Kind
from workboard.cli.init_tried import Found
from workboard.domain.errors import SettingsError
from workboard.host import config as files
from workboard.host.files import read_text, replace
from workboard.host.paths import Places, plain_path
from workboard.settings.config import Config
from workboard.settings.write import config_text
from workboard.store import account, drafts, entries
from workboard.store.database import Database


def check_folder(found: Found, kind: Kind, where: Places) -> None:
    """One account per data folder: what waits for one help desk must never reach another."""
    if not os.path.exists(where.database_file):
        return
    settings = found.config.account
    with closing(Database.open(where.database_file)) as database:
        known = account.load(database.read())
        waiting = bool(entries.open_entries(database.read()) or drafts.count(database.read()))
    if known is None:
        return
    same = (known.id, known.backend) == (settings.name, settings.backend)
    generation = known.generation in (None, found.identity.generation)
    if same and (generation or (kind.capabilities(settings).network and not waiting)):
        return
    raise SettingsError(
        f"the data folder {plain_path(where.data_dir)} belongs to another account ({known.id});"
        " choose another one with --data-dir"
    )


def write(where: Places, config: Config, goal: str | None, *, force: bool) -> str | None:
    """Both files or none; the path of the copy of what stood there."""
    path = files.policy_path(config, where)
    copy = files.save(where, config_text(config), force)
    if goal is not None:
        try:
            replace(path, goal.encode())
        except OSError as error:
            _take_back(where, copy)
            why = (error.strerror or "no access").lower()
            raise SettingsError(f"{plain_path(path)} cannot be written ({why}); nothing was changed") from None
    return copy


def _take_back(where: Places, copy: str | None) -> None:
    before = None if copy is None else read_text(copy)
    if before is None:
        os.unlink(where.config_file)
    else:
        replace(where.config_file, before.encode())
