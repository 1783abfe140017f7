"""What a place in a schema is about, by the names that lead to it."""

from __future__ import annotations

from .instance import Path

_CRITERIA = (
    # Most telling first: `fluency_coherence` is about fluency, `task_response` about the task.
    ("overall", "overall"),
    ("fluen", "fluency"),
    ("pronun", "pronunciation"),
    ("lexic", "lexical"),
    ("vocab", "lexical"),
    ("gramm", "grammar"),
    ("cohe", "coherence"),
    ("task", "task"),
    ("achievement", "task"),
)


def leaf(path: Path) -> str:
    """The nearest property name, in lower case."""
    return next((part.lower() for part in reversed(path) if isinstance(part, str)), "")


def position(path: Path) -> int:
    """The nearest position in an array, from 0."""
    return next((part for part in reversed(path) if isinstance(part, int)), 0)


def criterion(path: Path) -> str | None:
    """The band criterion that a name on the path speaks of, the nearest name first."""
    for part in reversed(path):
        if isinstance(part, str):
            for fragment, name in _CRITERIA:
                if fragment in part.lower():
                    return name
    return None


def speaks_of(path: Path, *fragments: str) -> bool:
    name = leaf(path)
    return any(fragment in name for fragment in fragments)
