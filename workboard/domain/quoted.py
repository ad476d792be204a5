"""Mails as a person wants them: the newest words, apart from what they quote. Takes cleaned text.

One scanner tells of each line whether it is the writer's own, below their signature, or quoted; ``unquoted`` keeps
the first, a thread folds the last. It looks at every line a fixed number of times, so that a mail of a million marks
costs what any mail of that length costs.
"""

from __future__ import annotations

OWN, SIGNED, QUOTED = range(3)
"""Of a line: the writer's words, at or below their signature, somebody's words repeated."""

Part = tuple[str, "int | None"]
"""Some whole lines, and how many quoted ones that are not blank begin in it; ``None`` for the writer's own."""
State = tuple[int, bool]
"""What kind of lines goes on, and whether the text ended inside a quoted line."""

# How mail programs introduce what they quote: first word, verb.
_ATTRIBUTIONS = (("On ", "wrote"), ("Am ", "schrieb"), ("Le ", "écrit"), ("El ", "escribió"))
_INTRODUCING = tuple(first for first, _ in _ATTRIBUTIONS)
# What stands above a whole mail that is repeated without a single ``>``: a rule, or the first two lines of its head.
_RULES = tuple(
    f"-----{words}"
    for words in ("Original Message", "Ursprüngliche Nachricht", "Message d'origine", "Mensaje original")
)
_HEADS = (
    ("From:", ("Sent:", "Date:")), ("Von:", ("Gesendet:", "Datum:")), ("De :", ("Envoyé :",)),
    ("De:", ("Envoyé:", "Enviado:", "Enviado el:")),
)  # fmt: skip
_LABEL = 20
"""Columns in which a head's label ends, and the shortest rule of underlines."""


def first_line(text: str) -> str:
    """The first line with words on it, without the blanks around it; empty if there is none."""
    return text.lstrip().partition("\n")[0].rstrip()


def unquoted(text: str) -> str:
    """The newest words of a mail: nothing quoted, no line that introduces it, no signature.

    Blank lines at both ends are dropped, the lines kept are untouched. Empty if all is quoted.
    """
    lines = text.split("\n")
    kinds, _ = _kinds(lines, OWN, False)
    return "\n".join(line for line, kind in zip(lines, kinds, strict=True) if kind == OWN).strip("\n")


def excerpt(text: str, limit: int = 120) -> str:
    """The newest words of a mail on one line of at most ``limit`` characters, the last a ``…`` if cut."""
    words = " ".join(unquoted(text).split())
    if len(words) <= limit:
        return words
    return words[: max(limit - 1, 0)].rstrip() + "…"


def parts(text: str, before: State | None = None) -> tuple[list[Part], State]:
    """The text cut where it begins and ceases to quote: joined, the parts are the text, character for character.

    Of a long mail that is read bit by bit, ``before`` is the state in which the bit before ended.
    """
    base, inside = before or (OWN, False)
    lines = text.split("\n")
    kinds, base = _kinds(lines, base, before is not None)
    if inside:
        kinds[0] = QUOTED
    ends_inside = kinds[-1] == QUOTED and lines[-1] != ""
    return _grouped(lines, kinds, inside), (base, ends_inside)


def _grouped(lines: list[str], kinds: list[int], inside: bool) -> list[Part]:
    found: list[Part] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and (kinds[at] == QUOTED) == (kinds[start] == QUOTED):
            continue
        text = "\n".join(lines[start:at]) + ("\n" if at < len(lines) else "")
        begun = sum(1 for line in lines[start:at] if line.strip()) - (inside and start == 0)
        found.append((text, begun if kinds[start] == QUOTED else None))
        start = at
    return found


# -- the scanner ----------------------------------------------------------------------------------------------


def _kinds(lines: list[str], base: int, words: bool) -> tuple[list[int], int]:
    """Of each line its kind, and the kind that goes on after them. ``words``: some of the writer's own came before."""
    kinds: list[int] = []
    while len(kinds) < len(lines) and base != QUOTED:
        at = len(kinds)
        line = lines[at].strip()
        if not line or line[0] == ">":
            kinds.append(QUOTED if line else base)
            continue
        introduced = _introduction(lines, at, line) if line.startswith(_INTRODUCING) else 0
        if _repeats_a_mail(lines, at, line) or (introduced and words and _goes_on_bare(lines, at, introduced)):
            base = QUOTED
        elif introduced:
            kinds += [QUOTED] * introduced
        else:
            base = SIGNED if lines[at].rstrip() == "--" else base
            kinds.append(base)
            words = words or base == OWN
    kinds += [QUOTED] * (len(lines) - len(kinds))
    return _with_blanks(lines, kinds), base


def _with_blanks(lines: list[str], kinds: list[int]) -> list[int]:
    """A blank line between two quoted ones is quoted too."""
    last = -1
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if last >= 0 and kinds[last] == kinds[at] == QUOTED:
            kinds[last + 1 : at] = [QUOTED] * (at - last - 1)
        last = at
    return kinds


def _introduction(lines: list[str], at: int, line: str) -> int:
    """How many lines from ``at`` introduce a quote: 0, 1, or 2 where the mail program has folded them.

    A digit is asked for: the introduction names the day, while "On Monday he wrote:" may be the client's own.
    """
    for first, verb in _ATTRIBUTIONS:
        if line.startswith(first):
            for count in (1, 2):
                whole = " ".join(lines[at : at + count]).rstrip()
                if whole.endswith(":") and verb in whole and any(map(str.isdigit, whole)):
                    return min(count, len(lines) - at)
    return 0


def _goes_on_bare(lines: list[str], at: int, introduced: int) -> bool:
    """Whether a whole mail follows without any marks: the introduction names a time of day, as a program does, and
    no ``>`` comes after it."""
    whole = " ".join(lines[at : at + introduced])
    colons = (place for place, char in enumerate(whole) if char == ":")
    if not any(whole[place - 1 : place].isdigit() and whole[place + 1 : place + 2].isdigit() for place in colons):
        return False
    return not _next_words(lines, at + introduced).startswith(">")


def _repeats_a_mail(lines: list[str], at: int, line: str) -> bool:
    """The rule or the head above what Outlook repeats."""
    if line.startswith(_RULES):
        return True
    if len(line) >= _LABEL and not line.strip("_"):
        return ":" in _next_words(lines, at + 1)[:_LABEL]
    after = lines[at + 1].lstrip() if at + 1 < len(lines) else ""
    return any(line.startswith(first) and after.startswith(then) for first, then in _HEADS)


def _next_words(lines: list[str], at: int) -> str:
    """The next line that is not blank; empty where there is none."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return lines[at].strip() if at < len(lines) else ""
