"""How a contact was held: by telephone, by video or in person."""

from __future__ import annotations

from pipeline.extract.circumstances import Circumstances, Finding
from pipeline.extract.drafts import Draft
from pipeline.extract.surroundings import Surroundings
from pipeline.lexicon.phrases import book


class ModeFinder:
    """Finds the modes of the drafts of one article."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.norms, self.sentences = around, around.norms, around.sentences
        words = around.lexicon.triggers["mode"]
        self.mode_books = {mode: book(tuple(words[mode])) for mode in ("phone", "video", "in_person")}

    def find(self, draft: Draft, found: Circumstances) -> None:
        """Phone and video by their words near the contact, else in person where its words need presence."""
        order = [*draft.told, *[i for i in draft.about if i not in draft.told]]
        is_talk = all(c.kind == "talk" or (c.kind == "noun" and c.is_plural) for c in draft.contacts)
        for mode in ("phone", "video"):
            for index in order if mode == "phone" and is_talk else draft.told:
                span = self.around.phrase(self.mode_books[mode], index)
                if span and (index in draft.told or self._is_reference(index, span)):
                    start, end = self.around.span(*span)
                    found.mode, found.mode_found = mode, Finding(mode, start, end, f"{mode} words")
                    return
        contact = draft.contacts[0]
        if any(c.kind in ("meet", "noun", "hand", "join") for c in draft.contacts):
            contact = next(c for c in draft.contacts if c.kind in ("meet", "noun", "hand", "join"))
            found.mode = "in_person"
            found.mode_found = Finding("in_person", contact.start, contact.end, "word of presence")
            return
        for index in order:
            if span := self.around.phrase(self.mode_books["in_person"], index):
                start, end = self.around.span(*span)
                found.mode, found.mode_found = "in_person", Finding("in_person", start, end, "words of presence")
                return

    def _is_reference(self, index: int, span: tuple[int, int]) -> bool:
        """A call in a later sentence is this one only if told as known ("in a telephone call", "the call")."""
        before = self.norms[max(self.sentences[index].first, span[0] - 4) : span[0]]
        return bool({"the", "a", "in", "during", "by"} & set(before)) and "another" not in before
