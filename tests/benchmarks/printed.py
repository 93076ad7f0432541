"""The one form in which benchmarks print a figure that has a target, and how the report reads it back.

::

    ratio                         1.09   (must reach 3; rounds 1.09, 0.84, 1.08)
    95th percentile                 93 ms   (must be at most 150)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(
    r"^(?P<what>\S.*?) {2,}(?P<value>\d[\d,]*(?:\.\d+)?) ?(?P<unit>[^\s(]*)[^(\n]*"
    r"\(must (?P<rule>reach|be at most) (?P<target>\d[\d,]*(?:\.\d+)?)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and what it must reach or at most be."""

    what: str
    value: float
    unit: str
    target: float
    is_least: bool

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target if self.is_least else self.value <= self.target

    @property
    def margin(self) -> float:
        """How many times better than it must be; below 1 it is worse."""
        good, bad = (self.value, self.target) if self.is_least else (self.target, self.value)
        return good / bad if bad else float("inf")


def line(what: str, value: str, must: str = "", note: str = "") -> str:
    """One line of a benchmark.

    Args:
        what: What was measured.
        value: The figure with its unit, as it shall be read.
        must: ``reach 3`` or ``be at most 150``, in the unit of the figure; nothing where there is no target.
        note: More about it, such as the rounds.
    """
    told = f"must {must}" if must else ""
    more = "; ".join(part for part in (told, note) if part)
    number, _, unit = value.partition(" ")
    return f"{what:22}{number:>12} {unit}".rstrip() + (f"   ({more})" if more else "")


def read(printed: str) -> list[Figure]:
    """The figures with a target among what a benchmark printed."""
    return [
        Figure(
            found["what"], _number(found["value"]), found["unit"], _number(found["target"]), found["rule"] == "reach"
        )
        for found in _LINE.finditer(printed)
    ]


def _number(text: str) -> float:
    return float(text.replace(",", ""))
