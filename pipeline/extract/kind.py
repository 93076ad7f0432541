"""What kind of article it is: a report of meetings, an interview, a statement, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.lexicon.phrases import PhraseBook
from pipeline.records import Article, DocumentKind
from pipeline.tokens import Sentence, Word

LEAD_SENTENCES = 5
"""An interview says so early; "he told X in an interview" in the tenth paragraph is background."""


class KindJudge:
    """Judges articles with the words of ``triggers.toml``."""

    def __init__(self, triggers: dict[str, Any]) -> None:
        kinds = triggers["kind"]
        self.interview: PhraseBook[bool] = PhraseBook()
        self.interview.extend(kinds["interview"], True)
        self.internal: PhraseBook[bool] = PhraseBook()
        self.internal.extend(kinds["internal"], True)
        self.questions = re.compile(r"(?m)^\s*(?:Q|Question|QUESTION)\s*[:.]")

    def judge(self, article: Article, words: Sequence[Word], sentences: Sequence[Sentence]) -> DocumentKind:
        """``interview``, ``statement`` or ``meeting_report`` (``other`` once no meeting is found)."""
        if self.questions.search(article.text):
            return "interview"
        norms = [word.norm for word in words]
        lead = sentences[min(LEAD_SENTENCES, len(sentences)) - 1].last if sentences else 0
        interview, internal = (
            next((first for first, _, _ in book.matches(norms, 0, lead)), lead)
            for book in (self.interview, self.internal)
        )
        if interview == internal == lead:
            return "meeting_report"
        return "interview" if interview <= internal else "statement"
