"""Offices and bodies named behind a title: how far a run like "Public Works and Transport" goes."""

from __future__ import annotations

from pipeline.extract.units import Units

MAX_TAIL_WORDS = 18
"""Longest tail of a title: "in charge of Relations with the Commonwealth" needs seven."""


class BodyReader:
    """Reads the offices and bodies of one article."""

    def __init__(self, units: Units) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.institutions = frozenset(units.lexicon.triggers["names"]["institutions"])

    def body(self, k: int) -> int:
        """End of a run of words that name an office or a body ("Public Works and Transport"), ``k`` if none."""
        end, j = k, k
        while j < self.units.limit and j - k < MAX_TAIL_WORDS:
            norm = self.norms[j]
            if norm in self.institutions:
                j += 1
                end = j
                continue
            if unit := self.units.party_at(j):
                if unit.parties[0].kind in ("adjective", "demonym") or self.norm(unit.last) == "'s":
                    j = unit.last + (self.norm(unit.last) == "'s")
                    continue
                break
            if norm in {"of", "and", "&", "the", "for", ",", "(", ")", "'s"} or self.words[j].is_capital:
                if norm == "," and not (j + 1 < self.units.limit and self._looks_institutional(j + 1)):
                    break
                if self.units.title_at(j) and norm not in self.institutions and j > k:
                    break
                j += 1
                continue
            if norm in ("caretaker", "government", "foreign", "regional", "joint", "ministry's"):
                j += 1
                if norm == "government":
                    end = j
                continue
            break
        if end < self.units.limit and self.norm(end) == ")":
            end += 1
        return end

    def _looks_institutional(self, j: int) -> bool:
        """Whether an institution word follows within three words (``Foreign, European Affairs and Trade``)."""
        return any(self.norm(k) in self.institutions for k in range(j, j + 4)) and self.units.title_at(j) is None
