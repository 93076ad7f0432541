"""How sure a report is: what its parties, people and status rest on."""

from __future__ import annotations

from pipeline.extract.circumstances import Circumstances
from pipeline.extract.drafts import Draft
from pipeline.records import Report

START = 0.95
"""A contact told twice with two titled, named sides."""
PENALTIES = {
    "protagonist": 0.08,
    "pronoun": 0.05,
    "home side": 0.1,
    "unnamed": 0.06,
    "talk": 0.04,
    "no date": 0.03,
    "many parties": 0.1,
}


def estimate(draft: Draft, facts: Circumstances, report: Report) -> float:
    """Confidence of a report, 0 to 1.

    Args:
        draft: Its participants and how each was found.
        facts: Its circumstances.
        report: The report so far.
    """
    value = START
    rules = {m.rule for m in draft.members} | {m.person.rule for m in draft.members if m.person}
    value -= PENALTIES["protagonist"] if "protagonist" in rules else 0
    value -= PENALTIES["pronoun"] if "pronoun" in rules else 0
    value -= PENALTIES["home side"] if any(r.startswith("home side") for r in rules) else 0
    value -= PENALTIES["unnamed"] * sum(1 for m in draft.members if m.person is None and m.is_principal)
    value -= PENALTIES["talk"] if all(c.kind == "talk" for c in draft.contacts) else 0
    value -= PENALTIES["no date"] if facts.when is None else 0
    value -= PENALTIES["many parties"] if len(report.parties) > 3 else 0
    return round(max(0.05, min(0.99, value)), 3)
