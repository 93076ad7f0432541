"""Titles first: finds who is named in a sentence, by the grammar of official titles.

A mention is a title with its country, tail and name in any of the orders the press uses::

    Russian Foreign Minister Sergey Lavrov          adjective, title, name
    Minister of Foreign Affairs of Kazakhstan, X    title, tail, name
    X, Chairperson of the African Union Commission  name, title in apposition
    the foreign ministers of Kuwait, Cuba and Oman  one title, several parties
    his Cuban counterpart X                         a side of the same rank

The party is that of the office ("Ambassador of Kazakhstan to Lebanon" is KAZ), never the posting or the passport.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline import names
from pipeline.lexicon import Lexicon, Occasion, PartyForm, Tenure, Title
from pipeline.records import Level
from pipeline.tokens import Sentence, Word

MAX_NAME_WORDS = 8
"""Longest run taken for a name: "Sheikh Sabah Al-Ahmad Al-Jaber Al-Sabah" needs six."""
MAX_TAIL_WORDS = 18
"""Longest tail of a title: "in charge of Relations with the Commonwealth" needs seven."""
LARGE_CITY = 100_000
"""From this size a one-word name behind "in" is the city before it is anything else."""
POSTED = frozenset({"ambassador", "envoy"})
"""Levels whose "to X", "in X", "for X" is where they are sent, not whom they represent."""
_DETERMINERS = frozenset({"the", "a", "an", "this", "some"})
_POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my"})
_TAIL_PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on", "from", "with", "by"})
_JOINERS = frozenset({",", "and", "&"})
_CORES = frozenset({"office", "side", "pattern"})


@dataclass(slots=True)
class Actor:
    """One party's person or side as one sentence mentions it; offsets in the cleaned text, words in the article.

    ``rule`` says how the party was found. ``group`` is shared by actors expanded from one plural mention.
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

    @property
    def label(self) -> str:
        """Name if there is one, else the role."""
        return self.name or self.role or self.party_id or ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A listed phrase in the article's words: ``first`` included, ``last`` excluded."""

    first: int
    last: int
    parties: tuple[PartyForm, ...] = ()
    title: Title | None = None
    occasion: Occasion | None = None
    is_place: bool = False


class Reader:
    """Reads the actors of one article's words."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.norms = [word.norm for word in words]
        self.lexicon = lexicon
        closed = lexicon.triggers["grammar"]
        self.aides = frozenset(closed["aides"])
        self.openings = frozenset(closed["openings"])
        self.adjectival = frozenset(closed["adjectival"])
        lists = lexicon.triggers["names"]
        self.particles = frozenset(lists["particles"])
        self.institutions = frozenset(lists["institutions"])
        self.events = frozenset(lexicon.triggers["circumstances"]["event_heads"])
        self.realms = frozenset(lists["realms"])
        self.after_place = frozenset(lists["after_place"])
        self.sovereigns = frozenset(lists["sovereigns"])
        self.home_bodies = frozenset(lists["home_bodies"])
        self.qualified = frozenset(lists["qualified"])
        verbs = lexicon.triggers["verbs"]
        saying = lexicon.triggers["circumstances"]["saying"]
        self.verbs = frozenset(
            v for key in ("meet", "talk", "support", "hand", "visit") for v in verbs[key]
        ) | frozenset(saying)
        self.verbs |= frozenset(verbs["speech"])
        self.not_names = frozenset(lists["not_names"]) | frozenset(verbs["meet"]) | frozenset(verbs["talk"])
        self.limit = len(words)
        self._units: dict[int, Unit | None] = {}
        self._groups = 0

    # -- listed phrases ------------------------------------------------------------------------------------------

    def unit(self, i: int) -> Unit | None:
        """The listed phrase that begins at word ``i``; the longest of title, party and occasion."""
        if i >= self.limit:
            return None
        if i not in self._units:
            self._units[i] = self._find_unit(i)
        unit = self._units[i]
        return unit if unit is None or unit.last <= self.limit else None

    def _find_unit(self, i: int) -> Unit | None:
        count = len(self.words)
        best: Unit | None = None
        norm, is_capital = self.norms[i], self.words[i].is_capital
        if not is_capital and not self.lexicon.titles.begins(norm) and not self.lexicon.occasions.begins(norm):
            return None  # most words: neither a listed phrase nor a name begins here
        if match := self.lexicon.titles.match_at(self.norms, i, count):
            end, titles = match
            title = self._choose_title(titles, i)
            # "said Mayta" is no Sayyid
            if title.kind not in ("honorific", "rank") or self.words[i].is_capital or end - i > 1:
                best = Unit(i, end, title=title)
        if is_capital and (match_p := self.lexicon.party_forms.match_at(self.norms, i, count)):
            end_p, forms = match_p
            kept = tuple(form for form in forms if not form.is_upper or self.words[i].text.isupper())
            blocked = self.lexicon.not_parties.match_at(self.norms, i, count)
            is_party = kept and not (blocked and blocked[0] >= end_p)
            if is_party and (best is None or end_p > best.last):
                best = Unit(i, end_p, parties=kept, title=None)
        if match_o := self.lexicon.occasions.match_at(self.norms, i, count):
            end_o, occasions = match_o
            if best is None or end_o > best.last:
                best = Unit(i, end_o, occasion=occasions[0])
        if is_capital:
            for end_c in range(min(i + 3, count), i + 1, -1):
                if best is not None and end_c <= best.last:
                    break
                if not self.words[end_c - 1].is_capital:
                    continue
                if self.lexicon.cities.get(" ".join(self.norms[i:end_c])):
                    best = Unit(i, end_c, is_place=True)
                    break
        return best

    def _choose_title(self, titles: Sequence[Title], i: int) -> Title:
        """An office before an honorific of the same spelling; singular before plural."""
        return min(titles, key=lambda t: (t.kind not in _CORES, t.is_plural))

    def party_at(self, i: int) -> Unit | None:
        """The party named at word ``i``, if one is."""
        unit = self.unit(i)
        return unit if unit and unit.parties else None

    def title_at(self, i: int) -> Unit | None:
        """The title at word ``i``, if one is."""
        unit = self.unit(i)
        return unit if unit and unit.title else None

    def norm(self, i: int) -> str:
        """Normalised word, empty beyond the sentence."""
        return self.norms[i] if 0 <= i < self.limit else ""

    # -- sentences -----------------------------------------------------------------------------------------------

    def read(self, sentence: Sentence) -> list[Actor]:
        """All actors of a sentence, in order; a plural mention gives one actor a party."""
        self.limit = sentence.last
        is_opening = self.norms[sentence.first] in self.openings if sentence.last > sentence.first else False
        self.opening = sentence.first + 1 if is_opening else 0
        found: list[Actor] = []
        i = sentence.first
        while i < sentence.last:
            actors, end = self._mention(i, i == sentence.first)
            if actors:
                found.extend(actors)
            i = max(end, i + 1)
        self.limit = len(self.words)
        return found

    def _mention(self, i: int, at_start: bool) -> tuple[list[Actor], int]:
        """The mention that begins at word ``i``: its actors and the word after it."""
        unit = self.unit(i)
        if unit and unit.occasion:
            return [], unit.last  # "the ASEAN Foreign Ministers' Meeting" names nobody
        known = self.lexicon.people.match_at(self.norms, i, self.limit) if self.words[i].is_capital else None
        titled = self._titled(i) if known is None or known[0] - i < 2 else None
        if titled:  # "Amir Khan Muttaqi" is a name, whatever "Amir" means elsewhere
            return titled
        name_end = self._name(i, at_start)
        if name_end:
            actor = self._actor(i, name_end)
            self._set_name(actor, i, name_end)
            end = self._apposition(actor, name_end)
            if actor.role is None:
                actor.kind = "name"
            return [actor], end
        return [], i + 1

    def _actor(self, first: int, last: int) -> Actor:
        return Actor(first, last, self.words[first].start, self.words[last - 1].end)

    def _set_name(self, actor: Actor, first: int, last: int) -> None:
        actor.name_start, actor.name_end = self.words[first].start, self.words[last - 1].end
        pieces = []
        for k in range(first, last):
            gap = k > first and self.words[k].start > self.words[k - 1].end
            pieces.append((" " if gap else "") + self.words[k].text)
        actor.name = "".join(pieces)
        actor.last = max(actor.last, last)
        actor.end = max(actor.end, actor.name_end)

    # -- titled mentions -----------------------------------------------------------------------------------------

    def _titled(self, i: int) -> tuple[list[Actor], int] | None:
        """``[the] [party] TITLE [tail] [name] [, apposition]`` beginning at word ``i``."""
        head = self._head(i)
        if head is None:
            return None
        actor, parties, j = head
        core_plural = actor.is_plural
        listed: list[tuple[PartyForm, int, int, tuple[int, int] | None]] = []
        if core_plural and self._names_event(j):
            return [], j + 2  # "the Defence Ministers' Meeting" is an event, and nobody's meeting
        if core_plural:
            named, end = self._named_list(actor, j, parties)
            if named and all(a.party_id for a in named):
                return named, end
            listed, j = self._party_list(j)
        if not listed:
            j = self._tails(actor, j, parties)
        if not listed and not core_plural:
            j = self._chain(actor, j, parties)
        self._close_role(actor, j)
        if len(parties) > 1 and (core_plural or self._is_list(parties)):
            listed = [(form, first, last, None) for form, first, last in parties]
        if listed:
            return self._expand(actor, listed, j)
        if parties and not actor.party_id:
            actor.party_id, actor.rule = parties[0][0].party_id, f"{parties[0][0].kind} before title"
        if core_plural and not listed:
            named, end = self._named_list(actor, j, parties)
            if named:
                return named, end
        j = self._name_after(actor, j)
        if actor.name is None and not self._is_telling(actor):
            return None
        end = self._apposition(actor, j) if actor.name else j
        end = self._party_behind(actor, end)
        further, end = self._further(actor, end)
        return [actor, *further], end

    def _party_behind(self, actor: Actor, j: int) -> int:
        """``Prime Minister Abiy Ahmed of Ethiopia``, ``Ambassador Haddad, representing Cyprus``."""
        k = j + (self.norm(j) == ",")
        if self.norm(k) not in {"of", "representing", "from"} or (self.norm(k) != "representing" and k != j):
            return j
        m = k + 1
        m += self.norm(m) == "the"
        unit = self.party_at(m)
        if unit is None or actor.name is None or self._pick(unit).kind != "name" or self.norm(unit.last) == "'s":
            return j
        if not actor.party_id or self.norm(k) == "representing":
            actor.party_id, actor.rule = unit.parties[0].party_id, f"{self.norm(k)} the party, behind the name"
        actor.last, actor.end = unit.last, self.words[unit.last - 1].end
        return unit.last

    def _further(self, actor: Actor, j: int) -> tuple[list[Actor], int]:
        """Who goes on a list under the same title: ``the Ambassador of Rwanda, X; Portugal, Y; Malawi, Dr. Z``."""
        if not actor.name or not actor.party_id or actor.kind != "office":
            return [], j
        found: list[Actor] = []
        while self.norm(j) in {";", ",", "and"}:
            k, is_strong = j, False
            while self.norm(k) in {";", ",", "and", "the", "of", "as", "well"}:
                is_strong = is_strong or self.norm(k) == ";"
                k += 1
            unit = self.party_at(k)
            if unit is None or self._pick(unit).kind != "name":
                break
            comma = self.norm(unit.last) == ","
            first = self._skip_honorifics(unit.last + (comma and is_strong))
            name_end = self._name(first, False) if not comma or is_strong else None
            if name_end is None:
                break
            one = self._actor(k, name_end)
            one.role, one.level, one.domain, one.kind = actor.role, actor.level, actor.domain, "office"
            one.attributes = set(actor.attributes)
            one.party_id, one.rule = unit.parties[0].party_id, "listed under the same title"
            self._set_name(one, first, name_end)
            found.append(one)
            j = name_end
        return found, j

    def _named_list(
        self, actor: Actor, j: int, parties: Sequence[tuple[PartyForm, int, int]]
    ) -> tuple[list[Actor], int]:
        """``Presidents X of Kenya, Y of Uganda and Z of Rwanda``: one plural title, a name and a party each."""
        found: list[Actor] = []
        k = j
        while True:
            first = self._skip_honorifics(k)
            name_end = self._name(first, False)
            if name_end is None:
                break
            one = replace(actor, attributes=set(actor.attributes), first=k, last=name_end, is_plural=False)
            one.start, one.party_id, one.rule = self.words[k].start, actor.party_id, actor.rule
            if parties:
                one.party_id, one.rule = parties[0][0].party_id, f"{parties[0][0].kind} before title"
            self._set_name(one, first, name_end)
            end = self._party_behind(one, name_end)
            found.append(one)
            j = k = end
            while self.norm(k) in {",", "and", ";"}:
                k += 1
            if k == end:
                break
        if len(found) < 2:
            return [], j
        found[0].first, found[0].start = actor.first, actor.start
        return found, j

    def _names_event(self, j: int) -> bool:
        """Whether a plural title goes on as the name of an event (``ASEAN Defence Ministers' Meeting``)."""
        return (
            self.norm(j) == "'s"
            and j + 1 < self.limit
            and self.words[j + 1].is_capital
            and self.norm(j + 1) in self.events
        )

    def _is_list(self, parties: Sequence[tuple[PartyForm, int, int]]) -> bool:
        return any(self.norm(last) in _JOINERS for _, _, last in parties[:-1])

    def _is_telling(self, actor: Actor) -> bool:
        """Whether a title without a name says enough to stand for somebody."""
        if actor.kind in ("honorific", "rank", "modifier"):
            return False
        if actor.kind == "side":
            is_body = bool(self.home_bodies & {w for title in actor.attributes for w in title.split()})
            is_guest = "guest" in actor.attributes
            return actor.party_id is not None or actor.is_possessive or is_guest or (is_body and not actor.is_plural)
        return True

    def _head(self, i: int) -> tuple[Actor, list[tuple[PartyForm, int, int]], int] | None:
        """What stands before and in the title: determiners, parties, modifiers, honorifics, the title's core."""
        j, possessive = i, False
        parties: list[tuple[PartyForm, int, int]] = []
        role_first: int | None = None
        honorific: Unit | None = None
        while j < self.limit:
            norm = self.norms[j]
            unit = self.unit(j)
            if unit and unit.title:
                title = unit.title
                if title.kind in _CORES:
                    if self._is_given_name(unit, honorific) or self._is_adjectival(unit):
                        break
                    if self.norm(unit.last) == "'s" and self._title_follows(unit.last + 1):
                        role_first = j if role_first is None else role_first
                        j = unit.last + 1
                        continue
                    actor = self._actor(i, unit.last)
                    actor.kind = "side" if title.kind == "side" else "office"
                    actor.level, actor.domain, actor.is_plural = title.level, title.domain, title.is_plural
                    actor.is_possessive = possessive
                    if title.party_id:
                        actor.party_id, actor.rule = title.party_id, "title tells the party"
                    actor.attributes.add(title.title)
                    actor.first = i
                    actor.role = ""
                    actor.name_start = self.words[role_first if role_first is not None else j].start
                    return actor, parties, unit.last
                if title.kind in ("honorific", "rank"):
                    honorific = honorific or unit
                role_first = j if role_first is None and title.kind != "honorific" else role_first
                j = unit.last + (self.norm(unit.last) == "." and title.kind != "modifier")
                continue
            if unit and unit.parties:
                parties.append((unit.parties[0], unit.first, unit.last))
                role_first = j if role_first is None else role_first
                j = self._skip_bracket(unit.last)
                if self.norm(j) == "'s":
                    j += 1
                elif self.norm(j) in _JOINERS and self._list_goes_on(j):
                    j += 1
                    while self.norm(j) in _JOINERS or self.norm(j) == "the":
                        j += 1
                continue
            if norm == "to" and j > i and self.norms[j - 1] in self.aides:
                actor = self._actor(i, j)
                actor.level, actor.role, actor.is_possessive = "official", "", possessive
                actor.name_start = self.words[role_first if role_first is not None else i].start
                return actor, parties, j
            if norm in _DETERMINERS or norm in _POSSESSIVES:
                if parties or (honorific and norm != "the") or (role_first is not None and honorific is None):
                    break  # "accredited the ambassadors of ...": a verb, no modifier
                possessive = possessive or norm in _POSSESSIVES
                j += 1
                continue
            break
        if honorific is not None and not parties:
            name_end = self._name(j, False)
            if name_end is None and honorific.title and honorific.title.title in self.sovereigns:
                # "His Majesty received ...": the title alone stands for the head of state
                actor = self._actor(i, honorific.last)
                actor.level, actor.role = "head_of_state", ""
                actor.name_start = self.words[honorific.first].start
                actor.attributes.add(honorific.title.title)
                return actor, parties, honorific.last
            if name_end:
                actor = self._actor(i, name_end)
                actor.kind = "honorific"
                actor.level = honorific.title.level if honorific.title else "other"
                actor.name_start = self.words[honorific.first].start
                actor.role = ""
                return actor, parties, j
        return None

    def _title_follows(self, j: int) -> bool:
        """Whether an office stands at ``j``, modifiers skipped (``the President's new special envoy``)."""
        for _ in range(3):
            unit = self.title_at(j)
            if unit is None or unit.title is None:
                return False
            if unit.title.kind in _CORES:
                return unit.title.kind != "side"
            j = unit.last
        return False

    def _is_given_name(self, unit: Unit, honorific: Unit | None) -> bool:
        """``Lieutenant General Sultan al Nuaimi``: a title-like word behind a rank and before a particle is a name."""
        is_one = unit.last == unit.first + 1
        return is_one and honorific is not None and honorific.last >= unit.first - 1 and self._is_particle(unit.last)

    def _rank_before(self, j: int) -> Unit | None:
        """The military rank whose last word stands right before word ``j``."""
        for k in range(max(0, j - 3), j):
            unit = self.title_at(k)
            if unit and unit.title and unit.title.kind == "rank" and j - 1 <= unit.last <= j:
                return unit
        return None

    def _is_adjectival(self, unit: Unit) -> bool:
        """``official visit``, ``head delegates``: a lower-case title word before a noun that is no title."""
        if unit.last != unit.first + 1 or self.norms[unit.first] not in self.adjectival:
            return False
        return self.norm(unit.last) in self.qualified

    def _is_particle(self, j: int) -> bool:
        return self.norm(j) in self.particles

    def _skip_bracket(self, j: int) -> int:
        """Past an abbreviation in brackets: ``the International Committee of the Red Cross (ICRC) president``."""
        if self.norm(j) == "(" and self.norm(j + 2) == ")" and self.words[j + 1].text.isupper():
            return j + 3
        return j

    def _list_goes_on(self, j: int) -> bool:
        """Whether a joiner at ``j`` leads to another party (``Danish and Dutch``)."""
        k = j
        while self.norm(k) in _JOINERS or self.norm(k) == "the":
            k += 1
        return k > j and self.party_at(k) is not None

    def _close_role(self, actor: Actor, end: int) -> None:
        """Take the role's words from the text, between its first word and ``end``."""
        start = actor.name_start
        last = end - 1
        while last > actor.first and self.norms[last] in {",", "and", "&", "'s", "the"}:
            last -= 1
        if self.words[last].end > start:
            first = next((k for k in range(actor.first, last + 1) if self.words[k].start >= start), actor.first)
            actor.role = self._text(first, last + 1)
        actor.last = max(actor.last, last + 1)
        actor.end = max(actor.end, self.words[last].end)

    def _text(self, first: int, last: int) -> str:
        pieces = []
        for k in range(first, last):
            gap = k > first and self.words[k].start > self.words[k - 1].end
            pieces.append((" " if gap else "") + self.words[k].text)
        return "".join(pieces)

    # -- tails ---------------------------------------------------------------------------------------------------

    def _tails(self, actor: Actor, j: int, parties: list[tuple[PartyForm, int, int]]) -> int:
        """``of Kazakhstan``, ``to Lebanon``, ``at the Qatari Ministry of ...``, as many as stand there."""
        budget = j + MAX_TAIL_WORDS
        while j < min(self.limit, budget):
            preposition = self.norm(j)
            k = j
            in_charge = self.norms[j : j + 3] == ["in", "charge", "of"]
            if in_charge:
                preposition, k = "for", j + 2
            elif preposition in ("designate", "-designate"):
                j += 1
                continue
            elif preposition == "(":
                close = next((m for m in range(j, min(j + 6, self.limit)) if self.norms[m] == ")"), None)
                if close is None:
                    break
                named = self.party_at(j + 1)
                if named and named.last == close and named.parties[0].kind == "name" and actor.rule.startswith("of "):
                    # "... of the Arab League Education ... Organization (ALECSO)": the abbreviation is the exact body
                    actor.party_id, actor.rule = named.parties[0].party_id, "abbreviation behind the body"
                j = close + 1
                continue
            if preposition not in _TAIL_PREPOSITIONS or preposition in ("with", "by"):
                break
            end = self._tail(actor, preposition, k + 1, parties, in_charge)
            if end is None:
                break
            j = end
        return j

    def _tail(
        self, actor: Actor, preposition: str, k: int, parties: list[tuple[PartyForm, int, int]], in_charge: bool
    ) -> int | None:
        """One tail after its preposition; sets the actor's party where the tail tells it."""
        while (self.norm(k) in _DETERMINERS or self.norm(k) in _POSSESSIVES) and self.title_at(k) is None:
            k += 1
        unit = self.unit(k)
        represents = preposition == "of" or (preposition in ("at", "from") and actor.level not in POSTED)
        cities = self.lexicon.cities.get(self.norm(k)) if preposition == "in" else None
        if cities and cities[0].population >= LARGE_CITY and self._named_behind(k + 1):
            return k + 1  # "consul general in Geneva, X"
        if self.norm(k) in self.realms and self.norm(k + 1) not in ("of", "'s") and actor.level in POSTED:
            return k + 1  # "Ambassador of Belgium to the Kingdom, X"
        if unit and unit.is_place:
            return unit.last if preposition in ("in", "at", "of") and actor.level in POSTED | {"official"} else None
        if unit and unit.occasion:
            if unit.occasion.organisation and not actor.party_id and not parties and preposition == "of":
                actor.party_id, actor.rule = unit.occasion.organisation, "of the occasion's organisation"
            return unit.last if preposition in ("of", "to", "at") else None
        if unit and unit.parties:
            form = self._pick(unit)
            end = unit.last
            possessive = self.norm(end) == "'s"
            if possessive:
                end += 1
            body = self._body(end)
            nested = self.title_at(end)
            if preposition in ("in", "on", "from", "at") and not possessive and body == end and not nested:
                # "in Damascus" after an ambassador is the posting, after anyone else the place of the event
                if actor.level in POSTED and form.kind in ("name", "capital"):
                    actor.posting = form.party_id
                    return end
                if preposition == "from" and form.kind == "name" and not actor.party_id and not parties:
                    actor.party_id, actor.rule = form.party_id, "from the party"
                    return end
                return end if preposition == "at" or self._named_behind(end) else None
            if form.kind == "capital" and preposition == "of" and not actor.party_id:
                return end
            if nested and nested.title and nested.title.kind in _CORES:
                end = nested.last
                represents = represents or (preposition in ("to", "for") and actor.level != "ambassador")
                reached = self._tails(self._actor(k, end), end, [(form, unit.first, unit.last)])
                end = max(end, reached)
            elif body > end:
                end = body
                represents = represents or (preposition == "in" and possessive)
            if actor.level in POSTED and preposition in ("to", "in", "for", "on"):
                actor.posting = actor.posting or form.party_id
                represents = nested is not None and represents
            if represents and not actor.party_id and not parties and form.kind != "capital":
                actor.party_id, actor.rule = form.party_id, f"{preposition} the party"
            return end
        if unit and unit.title and unit.title.kind in (*_CORES, "honorific", "modifier"):
            head = self._head(k)
            if head and head[0].kind == "honorific" and preposition != "of":
                return None
            if head:
                inner, inner_parties, end = head
                end = self._tails(inner, end, inner_parties)
                party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else None)
                if party and not actor.party_id and not parties and (represents or preposition in ("to", "for")):
                    actor.party_id, actor.rule = party, f"{preposition} an office of the party"
                if inner.kind == "honorific":
                    end = self._name(end, False) or end
                if self.norm(end) == "'s":
                    end = max(end + 1, self._body(end + 1))
                return end
        body = self._body(k)
        if body == k < self.limit and preposition in ("for", "of") and self.words[k].is_capital:
            # "Executive Director for the Americas of the European External Action Service"
            stop = k
            while stop < self.limit and self.words[stop].is_capital and stop - k < 4:
                stop += 1
            if (self.norm(stop) in ("of", "at") and self._name(k, False) is None) or self.norm(stop) == "of":
                return stop
        if body == k and in_charge:
            while self.words[body].is_capital and body < self.limit - 1:
                body += 1
        return body if body > k else None

    def _named_behind(self, j: int) -> bool:
        """Whether a personal name follows, with or without a comma: what stands before it is part of the title."""
        return self._name(self._skip_honorifics(j + (self.norm(j) == ",")), False) is not None

    def _pick(self, unit: Unit) -> PartyForm:
        """The reading of an ambiguous party word; the first listed is the primary one."""
        return unit.parties[0]

    def _body(self, k: int) -> int:
        """End of a run of words that name an office or a body ("Public Works and Transport"), ``k`` if none."""
        end, j = k, k
        while j < self.limit and j - k < MAX_TAIL_WORDS:
            norm = self.norms[j]
            if norm in self.institutions:
                j += 1
                end = j
                continue
            if unit := self.party_at(j):
                if unit.parties[0].kind in ("adjective", "demonym") or self.norm(unit.last) == "'s":
                    j = unit.last + (self.norm(unit.last) == "'s")
                    continue
                break
            if norm in {"of", "and", "&", "the", "for", ",", "(", ")", "'s"} or self.words[j].is_capital:
                if norm == "," and not (j + 1 < self.limit and self._looks_institutional(j + 1)):
                    break
                if self.title_at(j) and norm not in self.institutions and j > k:
                    break
                j += 1
                continue
            if norm in ("caretaker", "government", "foreign", "regional", "joint", "ministry's"):
                j += 1
                if norm == "government":
                    end = j
                continue
            break
        if end < self.limit and self.norm(end) == ")":
            end += 1
        return end

    def _looks_institutional(self, j: int) -> bool:
        """Whether an institution word follows within three words (``Foreign, European Affairs and Trade``)."""
        return any(self.norm(k) in self.institutions for k in range(j, j + 4)) and self.title_at(j) is None

    def _party_list(self, j: int) -> tuple[list[tuple[PartyForm, int, int, tuple[int, int] | None]], int]:
        """Parties after a plural title: ``of Kuwait, Cuba and Bahrain``; a name may follow each."""
        k = j
        while k < self.limit and k - j < 8 and self.party_at(k) is None:
            # "ambassadors newly appointed to Kuwait by Belgium, ..." keeps the list behind the last preposition
            title = self.title_at(k)
            if self.norms[k] in {".", ";", "with", "who"} or (title and title.title and title.title.kind in _CORES):
                return [], j
            k += 1
        if k >= self.limit or self.norm(k - 1 if self.norm(k - 1) != "the" else k - 2) not in {
            "of",
            "from",
            ",",
            "by",
            ":",
            "representing",
            "namely",
        }:
            if not self._posting_then_list(k):
                return [], j
            k = self._posting_then_list(k)
        listed: list[tuple[PartyForm, int, int, tuple[int, int] | None]] = []
        while (unit := self.party_at(k)) is not None:
            k = unit.last
            name_end = self._name(k, False) if self.words[unit.first].is_capital else None
            if name_end is None and self.norm(k) == ",":
                first = self._skip_honorifics(k + 1)
                closed = self._name(first, False)
                if closed and closed - first > 1 and self.norm(closed) in {",", ";", "", "and", "."}:
                    k, name_end = first, closed
            listed.append((self._pick(unit), unit.first, unit.last, (k, name_end) if name_end else None))
            k = name_end or k
            m = k
            while self.norm(m) in _JOINERS or self.norm(m) in (";", "the", "as", "well", "from", "of", "both"):
                m += 1
            if m == k or self.party_at(m) is None:
                break
            k = m
        return (listed, k) if listed else ([], j)

    def _posting_then_list(self, k: int) -> int:
        """``appointed to Kuwait by Belgium``: the word where the list begins behind a posting, 0 if none."""
        unit = self.party_at(k)
        if unit is None:
            return 0
        m = unit.last
        if self.norm(m) in {"by", "of", "from"}:
            m += 1
            m += self.norm(m) == "the"
            if self.party_at(m):
                return m
        return 0

    def _expand(
        self, actor: Actor, listed: Sequence[tuple[PartyForm, int, int, tuple[int, int] | None]], j: int
    ) -> tuple[list[Actor], int]:
        """One actor for each listed party."""
        self._groups += 1
        result: list[Actor] = []
        actor.last, actor.end = max(actor.last, j), max(actor.end, self.words[j - 1].end)
        for form, _first, _last, name in listed:
            one = replace(actor, attributes=set(actor.attributes), name=None, group=self._groups)
            one.party_id, one.rule = form.party_id, "listed with the title"
            if name:
                self._set_name(one, name[0], name[1])
                one.last, one.end = actor.last, actor.end
            result.append(one)
        if len(result) == 1 and not result[0].name:
            name_end = self._name_after(result[0], j)
            return result, max(j, name_end)
        return result, j

    # -- chains, names, appositions ------------------------------------------------------------------------------

    def _chain(self, actor: Actor, j: int, parties: list[tuple[PartyForm, int, int]], is_named: bool = False) -> int:
        """``Deputy Prime Minister and Minister of Foreign Affairs X``: further titles of the same person.

        ``is_named``: the name stands before the titles, so a title with a name of its own is somebody else.
        """
        k = j
        while self.norm(k) in _JOINERS:
            m = k + 1
            while self.norm(m) in _JOINERS:
                m += 1
            starts_with_the = self.norm(m) == "the"
            head = self._head(m)
            if head is None or head[0].is_plural or head[0].kind != "office":
                break
            inner, inner_parties, end = head
            end = self._tails(inner, end, inner_parties)
            name_at = end + (self.norm(end) == ",")
            has_name = self._name(self._skip_honorifics(name_at), False) is not None
            if is_named:
                if has_name or starts_with_the:
                    break
            elif self.norm(k) == "," and self.norm(k + 1) != "and" and not has_name:
                further = self._chain(inner, end, inner_parties)
                if further == end:
                    break
                end = further
            elif not has_name or starts_with_the:
                break
            party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else None)
            if party and not actor.party_id and not parties:
                actor.party_id, actor.rule = party, inner.rule or "adjective before title"
            if _rank(inner.level) > _rank(actor.level):
                actor.level = inner.level
            actor.domain = actor.domain or inner.domain
            j = k = end
        return j

    def _skip_honorifics(self, j: int) -> int:
        while True:
            if self.norm(j) == "(" and self.norm(j + 1) in ("ret", "retired"):
                j = next((m + 1 for m in range(j, min(j + 5, self.limit)) if self.norms[m] == ")"), j + 1)
                continue
            unit = self.title_at(j)
            if unit is None or unit.title is None:
                break
            if self._is_particle(unit.last) and unit.last == unit.first + 1 and j > 0 and unit.title.kind != "modifier":
                previous = self.title_at(j - 1)
                if previous and previous.title and previous.title.kind == "rank":
                    break
            is_before = unit.title.kind in ("honorific", "rank", "modifier")
            if not is_before and not (unit.last - unit.first == 1 and self._is_name_word(unit.last)):
                break
            j = unit.last + (self.norm(unit.last) == ".")
        return j

    def _name_after(self, actor: Actor, j: int) -> int:
        """The name behind a title, with or without a comma and honorifics; returns the word after it."""
        comma = self.norm(j) in (",", ":")
        k = j + comma
        while self.norm(k) in {",", "?", '"', "'"} and comma:
            k += 1
        first = self._skip_honorifics(k)
        name_end = self._name(first, False)
        if name_end is None:
            return j
        if comma and first == k:
            # "..., Damascus" or "the minister, Sabbagh said": a name behind a comma is full or closed by a comma
            closed = self.norm(name_end) in {",", ".", "", ")", ";", "and", "who"} or name_end >= self.limit
            if name_end - first < 2 and not closed:
                return j
            # "While holding talks with the Secretary of Defence of the Philippines, X welcomed ...": X is the subject
            if (
                self.opening
                and not closed
                and self.norm(name_end) in self.verbs
                and "," not in self.norms[self.opening - 1 : j]
            ):
                return j
        self._set_name(actor, first, name_end)
        return name_end

    def _name(self, i: int, at_start: bool) -> int | None:
        """End of the personal name that begins at word ``i``, ``None`` if none does."""
        if i >= self.limit:
            return None
        if match := self.lexicon.people.match_at(self.norms, i, self.limit):
            if self.words[i].is_capital and (match[0] - i > 1 or not at_start):
                end = match[0]
                while self._is_name_word(end):
                    end += 1
                return end
        j, capitals = i, 0
        while j < self.limit and j - i < MAX_NAME_WORDS:
            word = self.words[j]
            if self._is_name_word(j):
                capitals += 1
                j += 1
                if len(word.text) == 1 and self.norm(j) == ".":
                    j += 1
            elif (
                word.norm in self.particles
                and (j > i or self.title_at(i - 1) is not None or self.norm(i - 1) == ".")
                and j + 1 < self.limit
                and (self._is_name_word(j + 1) or (self.norm(j + 1) in self.particles and self._is_name_word(j + 2)))
            ):
                j += 1
            else:
                break
        while j > i and (self.norms[j - 1] in self.particles and not self.words[j - 1].is_capital):
            j -= 1
        if self.norm(j) in self.after_place and self.words[j].is_capital:
            return None  # "Al Husseiniya Palace" is no person
        if not capitals or (at_start and capitals == 1 and j - i == 1 and not self._is_cast(i)):
            return j if capitals and self._is_cast(i) else None
        return j

    opening: int = 0
    """Word after the preposition or conjunction a sentence begins with, 0 if it begins with neither."""

    cast: frozenset[str] = frozenset()
    """Normalised name words that belong to people named in full elsewhere in the article."""

    def _is_cast(self, i: int) -> bool:
        """Whether a word is part of the name of somebody named in full elsewhere, in whatever spelling."""
        if self.norms[i] in self.cast:
            return True
        if not self.cast or not self.words[i].is_capital or len(self.norms[i]) < 4:
            return False
        return any(len(known) > 3 and names.same_person(self.norms[i], known) for known in self.cast)

    def _is_name_word(self, j: int) -> bool:
        if j >= self.limit:
            return False
        word = self.words[j]
        is_capital = word.is_capital or self._has_particle(word)
        if not is_capital or not word.is_word or word.norm in self.not_names or word.norm == "'s":
            return False
        if self._is_cast(j):
            return True
        if word.text.isupper() and 1 < len(word.text) <= 5 and "." not in word.text and word.norm not in self.cast:
            return False
        if word.norm in self.institutions:
            return False
        unit = self.unit(j)
        if unit is None:
            return not ("-" in word.text and self._is_adjective_pair(word.norm))
        if unit.parties:
            return False
        if unit.is_place or unit.occasion:
            return False
        if self._is_given_name(unit, self._rank_before(j)):
            return True
        is_before = unit.title is not None and unit.title.kind in ("honorific", "rank")
        # "Imran Khan", "Lieutenant General Sultan al Nuaimi": an honorific that is a name here
        return is_before and unit.last == j + 1 and j > 0 and self.words[j - 1].is_capital and self.unit(j - 1) is None

    def _has_particle(self, word: Word) -> bool:
        """``al-Miqdad``: lower-case only because of its article."""
        particle, hyphen, rest = word.text.partition("-")
        return bool(hyphen) and particle.lower() in self.particles and rest[:1].isupper()

    def _is_adjective_pair(self, norm: str) -> bool:
        """``Syrian-Russian`` is no name."""
        return all(self.lexicon.party_forms.get(part) for part in norm.split("-"))

    def _apposition(self, actor: Actor, j: int) -> int:
        """``X, Foreign Minister of Iraq,`` or ``X (the Iraqi FM)``: a title behind the name.

        Returns:
            The word after it.
        """
        k = j
        if self.norm(k) not in {",", "(", "-", "–"}:
            return j
        k += 1
        if self.norm(k) == "who" and self.norm(k + 1) in {
            "represents",
            "heads",
            "leads",
            "chairs",
            "represented",
            "headed",
        }:
            m = k + 2 + (self.norm(k + 2) == "the")
            unit = self.party_at(m)
            if unit is not None and not actor.party_id and actor.name and not actor.role:
                actor.party_id, actor.rule, actor.kind = (
                    unit.parties[0].party_id,
                    f"who {self.norm(k + 1)} the party",
                    "office",
                )
                actor.role = self._text(k + 1, unit.last)
                return j
            return j
        if self.norm(k) == "who" and self.norm(k + 1) in {"is", "was"}:
            k += 2
        while self.norm(k) in {"as", "is", "then", "being", "a", "one", "also", "both"}:
            k += 1
        head = self._head(k)
        if head is None or head[0].is_plural or head[0].kind == "honorific":
            return j
        inner, inner_parties, end = head
        if inner.kind == "side":
            return j
        end = self._tails(inner, end, inner_parties)
        end = self._chain(inner, end, inner_parties, is_named=True)
        name_first = self._skip_honorifics(end)
        if self._name(name_first, False) is not None:
            return j
        is_titled = bool(actor.role) and actor.kind != "honorific"
        if self.norm(end) == "," and self._name(self._skip_honorifics(end + 1), False) and is_titled:
            return j  # "Foreign Minister X, Defence Minister, Y, ..." is a list
        self._close_role(inner, end)
        party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else None)
        if not actor.role or actor.kind == "honorific" or not actor.party_id:
            actor.role = inner.role if not actor.role or actor.kind == "honorific" else actor.role
            if _rank(inner.level) > _rank(actor.level):
                actor.level = inner.level
            actor.domain = actor.domain or inner.domain
        if party and not actor.party_id:
            actor.party_id, actor.rule = party, "title behind the name"
        actor.posting = actor.posting or inner.posting
        actor.kind = "office"
        actor.last, actor.end = end, self.words[end - 1].end
        return end


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


def _rank(level: Level) -> int:
    """Seniority, for choosing the level of a chained title and the principal of a side."""
    return _ORDER.index(level)


def seniority(actor: Actor) -> int:
    """How senior the actor is, 0 upwards."""
    return _rank(actor.level)


def tenures_of(lexicon: Lexicon, name: str) -> list[Tenure]:
    """The register's people of that spelling."""
    return lexicon.people.get(name)
