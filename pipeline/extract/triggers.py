"""Triggers: the verbs and nouns that tell a contact ("met", "talks", "phone call"), found in the parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.extract.contacts import Contact, Kind
from pipeline.extract.participants import PRONOUNS, Participants
from pipeline.extract.relations import Relations
from pipeline.extract.syntax import Node, Tree
from pipeline.lexicon.phrases import PhraseBook

_BEING = frozenset({"was", "were", "is"})


class ContactFinder:
    """Finds the contacts of parsed sentences with the words of ``triggers.toml``."""

    def __init__(self, triggers: dict[str, Any]) -> None:
        closed, verbs = triggers["grammar"], triggers["verbs"]
        self.setting = frozenset(closed["setting"])
        self.margins = frozenset(closed["margins"])
        self.meet = frozenset(verbs["meet"])
        self.talk = frozenset(verbs["talk"])
        self.join = frozenset(verbs["join"])
        self.hand = frozenset(verbs["hand"])
        self.acts = frozenset(verbs["acts"])
        self.visit = frozenset(verbs["visit"])
        self.needs_object = frozenset(verbs["needs_object"])
        self.nouns: PhraseBook[bool] = PhraseBook()
        for singular, plural in triggers["nouns"]["contact"].items():
            self.nouns.add(singular, singular in triggers["nouns"]["plural"])
            if plural:
                self.nouns.add(plural, True)
        for plural in triggers["nouns"]["plural"]:
            self.nouns.add(plural, True)
        self.weak = frozenset(triggers["nouns"]["weak"])
        self.not_contacts: PhraseBook[bool] = PhraseBook()
        self.not_contacts.extend(triggers["nouns"]["not_contacts"], True)
        self.words = self.acts | self.meet | self.talk | self.join | self.hand | self.visit
        self.strong = self.meet | self.join | self.hand | self.visit
        """Verbs that tell a contact of one official alone, the other side being somewhere else in the article."""
        self.events = frozenset(triggers["conference"]["events"])
        self.noun_heads = frozenset(key[-1] for key, _ in self.nouns)
        self.participants = Participants(triggers, Relations(triggers, self.noun_heads))

    def may_tell(self, norms: Sequence[str]) -> bool:
        """Whether a sentence holds any trigger word at all, before it is parsed."""
        return any(norm in self.words or norm in self.noun_heads for norm in norms)

    def can_tell(self, norms: Sequence[str], officials: Sequence[int]) -> bool:
        """Whether :meth:`find` can find anything, before the parse.

        A contact needs a trigger and an official; without one (see :meth:`_is_contact`) only an event will do.
        Weak nouns and verbs of talking need two sides, of which one may be a pronoun.

        Args:
            norms: Words of the masked sentence.
            officials: How many officials each of them stands for.
        """
        nouns = [norms[first:end] for first, end, _ in self.nouns.matches(norms, 0, len(norms))]
        if any(noun[-1] in self.events for noun in nouns):
            return True
        if not any(officials):
            return False
        sides = sum(officials) + sum(norm in PRONOUNS for norm in norms)
        if sides > 1 and (nouns or not self.words.isdisjoint(norms)):
            return True
        is_beside = not _BEING.isdisjoint(norms) and "with" in norms and any(officials[norms.index("with") :])
        is_strong = any(noun[-1] in ("visit", "visits") or " ".join(noun) not in self.weak for noun in nouns)
        return is_strong or is_beside or "another" in norms or not self.strong.isdisjoint(norms)

    def find(self, tree: Tree) -> list[Contact]:
        """All contacts of a sentence, in order; those that share a participant pair and a clause are one."""
        found = [c for c in self._triggers(tree) if self._fill(c)]
        if not any(len({a.party_id or id(a) for a in c.actors}) > 1 for c in found):
            found += [c for c in self._together(tree) if self._fill(c)]
        if not any(len({a.party_id or id(a) for a in c.actors}) > 1 for c in found):
            found += [c for c in self._acts(tree) if self._fill(c)]
        return self._distinct(found)

    def _acts(self, tree: Tree) -> Iterator[Contact]:
        """``X told Y``, ``Y was briefed by X``: one official acts on another of a different party, face to face."""
        for node in tree.nodes:
            if (
                not node.tag.startswith("V")
                or node.dep not in ("ROOT", "conj", "advcl", "relcl")
                or node.norm not in self.acts
            ):
                continue
            yield Contact("talk", node.norm, node.start, node.end, tree, node.index, node.index)

    def _together(self, tree: Tree) -> Iterator[Contact]:
        """``This morning he was with X``, ``One of them was with Y``: being with somebody is a contact, too."""
        for node in tree.nodes:
            if node.norm not in _BEING or node.pos != "AUX" or node.dep not in ("ROOT", "conj", "ccomp"):
                continue
            children = [tree.nodes[c] for c in node.children]
            beside = next((c for c in children if c.dep == "prep" and c.norm == "with"), None)
            is_bare = not any(c.dep in ("acomp", "attr", "oprd") for c in children)
            if beside is not None and is_bare and any(tree.nodes[c].actors for c in beside.children):
                yield Contact(
                    "noun", "was with", node.start, beside.end, tree, node.index, node.index, has_article=True
                )

    def _triggers(self, tree: Tree) -> Iterator[Contact]:
        norms = [node.norm for node in tree.nodes]
        i = 0
        while i < len(norms):
            node = tree.nodes[i]
            if node.norm == "another" and i + 1 < len(norms) and norms[i + 1] in ("with", "between") and i:
                yield Contact(
                    "noun", "another", node.start, node.end, tree, i, self._carrier(tree, i), modifiers=("another",)
                )
                i += 1
                continue
            match = self.nouns.match_at(norms, i, len(norms)) if not node.actors else None
            if match and self._is_other_event(norms, i, match[0]):
                i = match[0]
                continue
            if match and tree.nodes[match[0] - 1].pos in ("NOUN", "PROPN", "VERB"):
                head = match[0] - 1
                if self._is_beside_event(tree, head):
                    i = match[0]
                    continue
                is_verb = tree.nodes[head].tag.startswith("V") and match[0] == i + 1 and norms[i] in self.words
                if not is_verb:
                    yield self._noun(tree, i, head, match[1][0])
                    i = match[0]
                    continue
            if not node.actors and node.tag.startswith("V") and (kind := self._verb_kind(node)):
                yield Contact(kind, node.norm, node.start, node.end, tree, i, i)
            i += 1

    def _is_other_event(self, norms: Sequence[str], first: int, last: int) -> bool:
        """``press conference``: a contact noun within a phrase that is none."""
        return any(
            (match := self.not_contacts.match_at(norms, k, len(norms))) is not None and match[0] >= last
            for k in range(max(0, first - 2), first + 1)
        )

    def _is_beside_event(self, tree: Tree, head: int) -> bool:
        """``on the margins of the ministerial meeting``: the event beside which a contact happened."""
        prep = tree.nodes[tree.nodes[head].head]
        return prep.pos == "ADP" and tree.nodes[prep.head].norm in self.margins

    def _verb_kind(self, node: Node) -> Kind | None:
        if node.norm in self.meet:
            return "meet"
        if node.norm in self.visit:
            return "visit"
        if node.norm in self.talk:
            return "talk"
        if node.norm in self.hand:
            return "hand"
        return "join" if node.norm in self.join else None

    def _noun(self, tree: Tree, first: int, head: int, is_plural: bool) -> Contact:
        nodes = tree.nodes
        text = " ".join(node.norm for node in nodes[first : head + 1])
        phrase = range(first, head + 1)
        children = [nodes[c] for k in phrase for c in nodes[k].children if c not in phrase and not nodes[c].actors]
        modifiers = tuple(
            dict.fromkeys(c.norm for c in children if c.dep in ("amod", "det", "nummod", "compound", "advmod"))
        )
        verb = self._carrier(tree, head)
        kind: Kind = "visit" if nodes[head].norm in ("visit", "visits") else "noun"
        if nodes[head].norm in ("credentials", "credence"):
            kind = "hand"
        return Contact(
            kind,
            text,
            nodes[first].start,
            nodes[head].end,
            tree,
            head,
            verb,
            is_plural=is_plural,
            has_article=any(m in ("a", "an", "the", "another", "this") for m in modifiers),
            modifiers=modifiers,
        )

    def _carrier(self, tree: Tree, index: int) -> int | None:
        """The verb that carries a contact noun or whose setting the noun is."""
        for above in tree.path_up(index):
            if above.index == index:
                continue
            if above.pos in ("VERB", "AUX"):
                return above.index
            if above.pos == "ADP" and above.norm not in self.setting | {"of", "with", "to"}:
                return None
        return None

    def _fill(self, contact: Contact) -> bool:
        """Collect the participants; ``False`` when the trigger tells no contact here."""
        self.participants.collect(contact)
        return self._is_contact(contact)

    def _is_contact(self, contact: Contact) -> bool:
        """Whether what was collected can be a contact: somebody takes part, and a weak word has its other side."""
        if not contact.members:
            return contact.kind == "noun" and contact.word.split()[-1] in self.events
        relations = {relation for _, relation in contact.members} | {relation for _, relation in contact.pronouns}
        count = len(contact.members) + len(contact.pronouns)
        if contact.kind == "noun":
            if contact.word in self.weak:
                return count >= 2
            return True
        if contact.kind == "meet":
            if contact.word in self.needs_object:
                return count >= 2 and bool(relations & {"object", "by", "with"})
            return count >= 2 or "with" in relations or "by" in relations
        if contact.kind == "talk":
            has_other = bool(relations & {"with", "by", "carried"}) or (
                contact.word in self.acts and "object" in relations
            )
            return count >= 2 and (has_other or self._is_joint_subject(contact))
        return True

    def _is_joint_subject(self, contact: Contact) -> bool:
        """``Fidan and Araghchi discussed``: two subjects of different parties."""
        subjects = [actor for actor, relation in contact.members if relation == "subject"]
        return len({a.party_id for a in subjects if a.party_id}) > 1

    def _distinct(self, contacts: list[Contact]) -> list[Contact]:
        """Drop a trigger whose participants another trigger of the sentence has already, with as many or more."""
        kept: list[Contact] = []
        for contact in sorted(contacts, key=lambda c: (-len(c.members), c.kind == "visit", c.start)):
            ids = {id(actor) for actor in contact.actors}
            if ids and any(ids <= {id(actor) for actor in other.actors} for other in kept):
                continue
            kept.append(contact)
        return sorted(kept, key=lambda c: c.start)
