"""The record of a contact: the trigger that tells it and who takes part in it, as one sentence has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.extract.actors import Actor
from pipeline.extract.syntax import Tree

Kind = Literal["meet", "talk", "noun", "join", "hand", "visit"]
"""What tells the contact: a verb of meeting or talking, a noun, joining an event, handing over papers, a visit."""


@dataclass(slots=True)
class Contact:
    """One contact as one sentence tells it. Grain: one trigger.

    ``members`` pairs each participant with how the sentence ties it in (``subject``, ``object``, ``with`` …).
    ``status`` is one of the contract's, ``status_rule`` says what in the sentence told it.
    """

    kind: Kind
    word: str
    start: int
    end: int
    tree: Tree
    trigger: int
    verb: int | None
    members: list[tuple[Actor, str]] = field(default_factory=list)
    status: str = "held"
    status_rule: str = ""
    pronouns: list[tuple[int, str]] = field(default_factory=list)
    is_plural: bool = False
    has_article: bool = False
    modifiers: tuple[str, ...] = ()

    @property
    def actors(self) -> list[Actor]:
        """The participants' mentions."""
        return [actor for actor, _ in self.members]
