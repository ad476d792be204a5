"""The two settings files: found, read, and for ``init`` written."""

import os
from collections.abc import Iterable, Mapping

from workboard.domain.errors import SettingsError
from workboard.domain.rules import Policy
from workboard.domain.typed import NamedTuple
from workboard.host.files import keep_copy, read_text, replace
from workboard.host.paths import Places, mine, others_may_write, plain_path
from workboard.host.remembered import Memory
from workboard.settings.config import Config, HookSettings, SecretSettings, TimeSettings
from workboard.settings.defaults import policy_in


class PolicyInUse(NamedTuple):
    """The policy, a line for the status line if it is not the one the file says, and the text it came from
    (``None``: built in), to be kept as the last valid one."""

    policy: Policy
    warning: str | None = None
    text: str | None = None


def load(places: Places, environ: Mapping[str, str] = os.environ, memory: Memory | None = None) -> Config:
    """``config.toml``, or the defaults in the machine's zone when there is none. A file others may write
    cannot name programs: its hooks and its secret command are left out, see ``warnings``."""
    text = read_text(places.config_file)
    if text is None:
        from workboard.host.zone import local_zone

        return Config(time=TimeSettings(zone=local_zone(environ)))
    config = _config(text, os.path.basename(places.config_file), memory)
    return _without_programs(config) if _exposed(places.config_file) else config


def _config(text: str, source: str, memory: Memory | None) -> Config:
    def read() -> Config:
        from workboard.settings.read import config_of

        return config_of(text, source)

    if memory is None:
        return read()
    known = memory.made_of(text, "config", Config(), read)
    return known if _here([known.time.zone]) else read()


def _here(zones: Iterable[str]) -> bool:
    """Whether this machine knows these zones; another one may have remembered the settings that name them."""
    from zoneinfo import ZoneInfo  # whoever asks for the settings of a desk in use needs it anyway

    try:
        return all(ZoneInfo(zone) for zone in zones)
    except (KeyError, ValueError, OSError):
        return False


def warnings(places: Places) -> tuple[str, ...]:
    """What the person should know about the file itself, a line each."""
    path = plain_path(places.config_file)
    if why := _exposed(places.config_file):
        return (f"{path}: {why}, so its hooks and its secret command are off; run: chmod go-w '{path}'",)
    return ()


def _exposed(path: str) -> str | None:
    """Why somebody else decides what stands in the file, if so."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    if not mine(found) and found.st_uid != 0:
        return "it belongs to somebody else"
    return "others may write it" if others_may_write(found) else None


def _without_programs(config: Config) -> Config:
    account = config.account._replace(secret=SecretSettings())
    return config._replace(hooks=HookSettings(), account=account)


def load_policy(config: Config, places: Places, kept: str | None, memory: Memory | None = None) -> PolicyInUse:
    """The policy file; when it cannot be read or is wrong, the last valid text (``kept``), else what is built
    in, with a warning. ``SettingsError`` only when my own shift is in none of them."""
    path = policy_path(config, places)
    try:
        text = read_text(path)
        if text is not None:
            return PolicyInUse(_policy(text, os.path.basename(path), config, memory), None, text)
        if config.policy_file == Config().policy_file:
            return PolicyInUse(_with_my_shift(policy_in(config.time.zone), config))
        raise SettingsError(f"{plain_path(path)} is not there")
    except SettingsError as error:
        return _last_valid(config, kept, error, memory)


def policy_path(config: Config, places: Places) -> str:
    """Where the policy is looked for; a relative name counts from the config file's folder."""
    return os.path.join(os.path.dirname(places.config_file), os.path.expanduser(config.policy_file))


def _last_valid(config: Config, kept: str | None, error: SettingsError, memory: Memory | None) -> PolicyInUse:
    if kept is not None:
        try:
            policy = _policy(kept, "policy.toml", config, memory)
            return PolicyInUse(policy, f"{error}; the last valid policy is used", kept)
        except SettingsError:
            pass
    policy = policy_in(config.time.zone)
    if config.me.shift not in dict(policy.shifts):
        raise error
    return PolicyInUse(policy, f"{error}; the built-in policy is used")


def _policy(text: str, source: str, config: Config, memory: Memory | None) -> Policy:
    zone = config.time.zone

    def read() -> Policy:
        from workboard.settings.read import policy_of

        return policy_of(text, source, zone)

    policy = read() if memory is None else memory.made_of(text, "policy", policy_in(zone), read)
    if memory is not None and not _here(shift.zone for _, shift in policy.shifts):
        policy = read()
    return _with_my_shift(policy, config)


def _with_my_shift(policy: Policy, config: Config) -> Policy:
    shifts = dict(policy.shifts)
    if config.me.shift not in shifts:
        from workboard.settings.values import shown

        known = ", ".join(sorted(shifts))
        raise SettingsError(f"[me] shift: the policy has no shift {shown(config.me.shift)}; it has: {known}")
    return policy


def keep_theme(places: Places, name: str) -> None:
    """``[ui] theme`` in ``config.toml``, in one step, everything else as it was; where there is no file, one with the
    zone that holds without it. ``SettingsError`` says why not."""
    from workboard.settings.write import config_text, with_theme

    path = places.config_file
    try:
        with open(path, "rb") as file:
            text = file.read().decode()
    except (FileNotFoundError, NotADirectoryError):
        config = load(places)
        save(places, config_text(config._replace(ui=config.ui._replace(theme=name))), force=False)
        return
    except (UnicodeDecodeError, OSError):
        raise SettingsError(f"{plain_path(path)} cannot be read: the theme holds until you leave") from None
    try:
        replace(path, with_theme(text, name).encode())
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise SettingsError(f"{plain_path(path)} cannot be written ({why}): the theme holds until you leave") from None


def save(places: Places, text: str, force: bool) -> str | None:
    """Write ``config.toml``, 0600, whole or not at all. One that exists needs ``force`` and is kept beside it;
    returns the copy's path."""
    path = places.config_file
    if os.path.lexists(path) and not force:
        raise SettingsError(f"{plain_path(path)} exists; --force replaces it and keeps a copy")
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        copy = keep_copy(path) if os.path.exists(path) else None
        replace(path, text.encode())
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise SettingsError(f"{plain_path(path)} cannot be written ({why}); choose another with --config") from None
    return copy
