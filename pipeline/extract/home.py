"""Whose press an article is: the home side, as its agency, its outlet or officials without a country show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import names, tokens
from pipeline.extract.actors import Actor, seniority
from pipeline.lexicon import Lexicon

RECURRENT = 2
"""How often a bare title has to stand to show whose press it is."""
LEADER = 6
"""Seniority of a minister or higher."""
LEAD_WEIGHT = 2
"""The official named first without a country counts as much as two named later."""


@dataclass(frozen=True, slots=True)
class Home:
    """The party whose press this is, with the words that show it (offsets in the stored article) and the rule."""

    party_id: str
    rule: str


class HomeFinder:
    """Finds the party whose press an article is."""

    def __init__(self, lexicon: Lexicon, outlets: dict[str, str]) -> None:
        self.lexicon = lexicon
        self.outlets = outlets
        self.titles: dict[str, str] = dict(lexicon.triggers["home_titles"])

    def find(
        self,
        agency: str | None,
        outlet: str | None,
        dateline_city: str | None,
        actors: Sequence[Actor],
        register: dict[str, str],
        spoken_of: Sequence[str] = (),
    ) -> Home | None:
        """Weigh what the article shows.

        Args:
            agency: The agency of the dateline, as printed.
            outlet: The outlet the source named.
            dateline_city: The city of the dateline.
            actors: The article's mentions.
            register: Parties of people the register knows, by name as mentioned.
            spoken_of: Countries named outside titles, the most frequent first.

        Returns:
            The home side, or ``None`` when nothing shows it.
        """
        for printed, rule in ((agency, "agency of the dateline"), (outlet, "outlet")):
            for part in (printed or "").replace("/", ",").split(","):
                if party := self.outlets.get(tokens.normalise(part.strip(" .()-–"))):
                    return Home(party, rule)
        untitled = [a for a in actors if a.kind == "office" and a.party_id is None and not a.is_plural and a.name]
        known: Counter[str] = Counter(register[a.name] for a in untitled if a.name in register)
        if known:
            first = next(a for a in untitled if a.name in register)
            known[register[first.name or ""]] += LEAD_WEIGHT
            for actor in actors:
                if actor.kind == "name" and actor.name:
                    known.update({register[n] for n in register if names.same_person(actor.name, n)})
            return Home(known.most_common(1)[0][0], "recurrent title of an official the register knows")
        recurrent = Counter(
            t for a in actors if a.kind == "office" and not a.name and not a.party_id for t in a.attributes
        )
        for title, party in self.titles.items():
            if recurrent[title] >= RECURRENT:
                return Home(party, "recurrent title")
        if dateline_city and untitled:
            cities = self.lexicon.cities.get(tokens.normalise(dateline_city))
            if cities and cities[0].country:
                return Home(cities[0].country, "city of the dateline")
        return (self._most_spoken_of(actors) or self._unclaimed(untitled, actors, spoken_of)) if untitled else None

    def _unclaimed(self, untitled: Sequence[Actor], actors: Sequence[Actor], spoken_of: Sequence[str]) -> Home | None:
        """The country most spoken of that no titled official has, beside a leader whose country goes without saying."""
        if not any(seniority(a) >= LEADER for a in untitled):
            return None
        claimed = {a.party_id for a in actors if a.party_id and a.name and a.kind != "name"}
        left = [party for party in spoken_of if party not in claimed]
        return Home(left[0], "country most spoken of") if left else None

    def _most_spoken_of(self, actors: Sequence[Actor]) -> Home | None:
        """Beside officials without a country, "the Omani side": the party no named official has."""
        sides = Counter(a.party_id for a in actors if a.kind == "side" and a.party_id and not a.name)
        named = {a.party_id for a in actors if a.name and a.party_id}
        left = [party for party, _ in sides.most_common() if party not in named]
        return Home(left[0], "side without a named official") if len(left) == 1 and left[0] else None
