"""The completion scripts themselves: what a command takes, said in the dialect of each shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

TICKETS: Final = "tickets"
"""what the script asks ``workboard completions`` for while one types"""
EVERYWHERE: Final = ("--config", "--data-dir", "--now", "--version", "--help")


class Flag(NamedTuple):
    """``takes``: what follows it: *nothing*, *a file*, *a word* (of ``choices``, if there are any)."""

    name: str
    about: str
    takes: Literal["nothing", "a file", "a word"]
    choices: tuple[str, ...] = ()


class Described(NamedTuple):
    """A command as a shell has to know it. ``words`` are its fixed arguments."""

    name: str
    about: str
    flags: tuple[Flag, ...]
    words: tuple[str, ...]
    tickets: bool
    files: bool


def bash(commands: list[Described]) -> str:
    """``complete -F``; words are compared one by one, so that nothing in a word is expanded."""
    cases = "\n".join(_bash_case(one) for one in commands)
    return f"""\
# Completion of workboard for bash.
_workboard() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="" at offered="" tickets=""
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "${{COMP_WORDS[at]}}" in
            --config|--data-dir|--now) ((at++)) ;;
            -*) ;;
            *) command="${{COMP_WORDS[at]}}"; break ;;
        esac
    done
    case "$before" in
        --config|--data-dir) compopt -o default 2>/dev/null; return ;;
        --now) return ;;
    esac
    case "$command" in
    "") offered="{_spaced([*(one.name for one in commands), *EVERYWHERE])}" ;;
{cases}
    esac
    [[ -n $tickets && $word != -* ]] && offered+=" $(workboard completions {TICKETS} 2>/dev/null)"
    local one
    while read -r one; do
        [[ -n $one && $one == "$word"* ]] && COMPREPLY+=("$one")
    done < <(tr ' ' '\\n' <<< "$offered")
}}
complete -F _workboard workboard
"""


def _bash_case(one: Described) -> str:
    """First what may follow the flag before the cursor, then what may stand there otherwise."""
    lines = [f"    {one.name})", '        case "$before" in']
    for flag in (each for each in one.flags if each.takes != "nothing" and each.name not in EVERYWHERE):
        files = "compopt -o default 2>/dev/null" if flag.takes == "a file" else f'offered="{_spaced(flag.choices)}"'
        lines.append(f"        {flag.name}) {files} ;;")
    lines.append(f'        *) offered="{_spaced([*one.words, *(flag.name for flag in one.flags)])}"')
    if one.tickets:
        lines.append("            tickets=yes")
    if one.files:
        lines.append("            [[ $word != -* ]] && compopt -o default 2>/dev/null")
    return "\n".join([*lines, "            ;;", "        esac", "        ;;"])


def zsh(commands: list[Described]) -> str:
    """A ``#compdef`` file with one ``_arguments`` for each command."""
    listed = "\n".join(f"        {_quoted(f'{_colons(one.name)}:{one.about}')}" for one in commands)
    cases = "\n".join(_zsh_case(one) for one in commands)
    return f"""\
#compdef workboard
# Completion of workboard for zsh.
_workboard_tickets() {{
    local -a numbers
    numbers=(${{(f)"$(workboard completions {TICKETS} 2>/dev/null)"}})
    compadd -a numbers
}}
_workboard() {{
    local -a commands
    commands=(
{listed}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}
    esac
}}
if [[ $funcstack[1] == _workboard ]]; then _workboard "$@"; else compdef _workboard workboard; fi
"""


def _zsh_case(one: Described) -> str:
    specs = [_quoted(f"{flag.name}[{_brackets(flag.about)}]{_zsh_value(flag)}") for flag in one.flags]
    if one.words:
        specs.append(_quoted(f"1:argument:({_spaced(one.words)})"))
    rest = [name for name, wanted in (("_workboard_tickets", one.tickets), ("_files", one.files)) if wanted]
    if rest:
        specs.append(_quoted(f"*:argument:{{{'; '.join(rest)}}}"))
    return f"    {one.name}) _arguments {' '.join(specs)} ;;"


def _zsh_value(flag: Flag) -> str:
    if flag.takes == "nothing":
        return ""
    return ":file:_files" if flag.takes == "a file" else f":value:({_spaced(flag.choices)})"


def fish(commands: list[Described]) -> str:
    """``complete -c workboard`` lines."""
    lines = ["# Completion of workboard for fish.", "complete -c workboard -f"]
    first = "__fish_use_subcommand"
    lines += [f"complete -c workboard -n {first} -a {one.name} -d {_quoted_fish(one.about)}" for one in commands]
    for one in commands:
        lines += _fish_lines(one)
    return "\n".join([*lines, ""])


def _fish_lines(one: Described) -> list[str]:
    head = f"complete -c workboard -n '__fish_seen_subcommand_from {one.name}'"
    lines = [
        f"{head} -l {flag.name.removeprefix('--')}{_fish_value(flag)} -d {_quoted_fish(flag.about)}"
        for flag in one.flags
    ]
    if one.words:
        lines.append(f"{head} -a {_quoted_fish(_spaced(one.words))}")
    if one.tickets:
        lines.append(f"{head} -a '(workboard completions {TICKETS} 2>/dev/null)'")
    if one.files:
        lines.append(f"{head} -F")
    return lines


def _fish_value(flag: Flag) -> str:
    if flag.takes == "nothing":
        return ""
    return " -r -F" if flag.takes == "a file" else f" -x -a {_quoted_fish(_spaced(flag.choices))}"


def _spaced(words: Iterable[str]) -> str:
    return " ".join(words)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _quoted_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _colons(text: str) -> str:
    return text.replace(":", "\\:")


def _brackets(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
