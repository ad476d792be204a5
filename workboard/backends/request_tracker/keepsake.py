"""What was learnt of queues and statuses, as a line that a later process can take up.

It holds only what the server tells everybody: numbers and names of queues, and the words of their lifecycles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from workboard.backends.request_tracker.statuses import Evidence, Statuses


class Keepsake(NamedTuple):
    """``lifecycles``: queue number → lifecycle; ``evidence``: lifecycle → what speaks for its words."""

    queue_names: frozenset[str]
    lifecycles: Mapping[int, str]
    evidence: Mapping[str, Evidence]

    def text(self) -> str:
        numbers = {str(number): name for number, name in self.lifecycles.items()}
        return json.dumps([sorted(self.queue_names), numbers, self.evidence])

    def teach(self, statuses: Statuses) -> None:
        for lifecycle, (words, changes) in self.evidence.items():
            statuses.learn(lifecycle, words, changes)


def read(text: str) -> Keepsake | None:
    """``None`` for what is no keepsake, or not one of this version: then it is learnt anew."""
    try:
        names, numbers, evidence = json.loads(text)
        return Keepsake(
            frozenset(str(name) for name in names),
            {int(number): str(name) for number, name in numbers.items()},
            {str(one): Evidence(tuple(map(str, words)), int(changes)) for one, (words, changes) in evidence.items()},
        )
    except (ValueError, TypeError, AttributeError):
        return None
