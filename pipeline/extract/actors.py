"""The record of a mention: who is named, with what title, for which party, and how senior that is."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import Level


@dataclass(slots=True)
class Actor:
    """One party's person or side as one sentence mentions it; offsets in the cleaned text, words in the article.

    ``rule`` says how the party was found. ``group`` is shared by actors expanded from one plural mention. ``beside`` is
    the mention before it where nothing but a joiner stands between.
    """

    first: int
    last: int
    start: int
    end: int
    name: str | None = None
    name_start: int = 0
    name_end: int = 0
    role: str | None = None
    level: Level = "other"
    domain: str = ""
    kind: str = "office"
    party_id: str | None = None
    rule: str = ""
    is_plural: bool = False
    is_possessive: bool = False
    group: int = -1
    person_id: str | None = None
    canonical: str | None = None
    posting: str | None = None
    attributes: set[str] = field(default_factory=set)
    beside: Actor | None = field(default=None, repr=False, compare=False)

    @property
    def label(self) -> str:
        """Name if there is one, else the role."""
        return self.name or self.role or self.party_id or ""


_ORDER: tuple[Level, ...] = (
    "other",
    "official",
    "parliament",
    "envoy",
    "ambassador",
    "deputy_minister",
    "minister",
    "head_of_government",
    "head_of_state",
)


def rank(level: Level) -> int:
    """Seniority, for choosing the level of a chained title and the principal of a side."""
    return _ORDER.index(level)


def seniority(actor: Actor) -> int:
    """How senior the actor is, 0 upwards."""
    return rank(actor.level)
