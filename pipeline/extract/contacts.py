"""Contacts: the verbs and nouns that tell one, and who takes part in it, read off the parsed sentence.

A trigger ("met", "talks", "phone call") spreads over the tree to whom it governs: its subject and object, what stands
behind *with, by, between, from, to*, the verb that carries a contact noun ("a meeting was held by"), the clause that
modifies it ("meetings which X had with Y") and the verb whose setting it is ("in a call with Y, X stressed").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.extract.actors import Actor
from pipeline.extract.syntax import Node, Tree
from pipeline.lexicon.phrases import PhraseBook

Kind = Literal["meet", "talk", "noun", "join", "hand", "visit"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "xcomp", "ccomp", "conj", "pcomp", "parataxis"})
_PRONOUNS = frozenset({"he", "she", "him", "her"})
_BEING = frozenset({"was", "were", "is"})


@dataclass(slots=True)
class Contact:
    """One contact as one sentence tells it. Grain: one trigger.

    ``members`` pairs each participant with how the sentence ties it in (``subject``, ``object``, ``with`` …).
    """

    kind: Kind
    word: str
    start: int
    end: int
    tree: Tree
    trigger: int
    verb: int | None
    members: list[tuple[Actor, str]] = field(default_factory=list)
    status_rule: str = ""
    pronouns: list[tuple[int, str]] = field(default_factory=list)
    is_plural: bool = False
    has_article: bool = False
    modifiers: tuple[str, ...] = ()

    @property
    def actors(self) -> list[Actor]:
        """The participants' mentions."""
        return [actor for actor, _ in self.members]


class ContactFinder:
    """Finds the contacts of parsed sentences with the words of ``triggers.toml``."""

    def __init__(self, triggers: dict[str, Any]) -> None:
        closed = triggers["grammar"]
        self.beside = frozenset(closed["beside"])
        self.setting = frozenset(closed["setting"])
        self.carries = frozenset(closed["carries"])
        self.margins = frozenset(closed["margins"])
        verbs = triggers["verbs"]
        self.meet = frozenset(verbs["meet"])
        self.talk = frozenset(verbs["talk"])
        self.support = frozenset(verbs["support"])
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
        self.absent: PhraseBook[bool] = PhraseBook()
        self.absent.extend(triggers["discourse"]["absent"], True)
        self.words = self.acts | self.meet | self.talk | self.join | self.hand | self.visit
        self.events = frozenset(triggers["conference"]["events"])
        self.noun_heads = frozenset(key[-1] for key, _ in self.nouns)

    def may_tell(self, norms: Sequence[str]) -> bool:
        """Whether a sentence holds any trigger word at all, before it is parsed."""
        return any(norm in self.words or norm in self.noun_heads for norm in norms)

    def can_tell(self, norms: Sequence[str], has_actors: bool) -> bool:
        """Whether :meth:`find` can find anything, before the parse; ``norms`` are those of the masked sentence.

        A contact needs a trigger and an official; without one (see :meth:`_is_contact`) only an event will do.
        """
        heads = [norms[m[0] - 1] for i in range(len(norms)) if (m := self.nouns.match_at(norms, i, len(norms)))]
        if not has_actors:
            return not self.events.isdisjoint(heads)
        is_beside = not _BEING.isdisjoint(norms) and "with" in norms
        return bool(heads) or is_beside or "another" in norms or not self.words.isdisjoint(norms)

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

    # -- triggers ------------------------------------------------------------------------------------------------

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

    # -- participants --------------------------------------------------------------------------------------------

    def _fill(self, contact: Contact) -> bool:
        """Collect the participants; ``False`` when the trigger tells no contact here."""
        tree = contact.tree
        anchors = self._anchors(contact)
        blocked = self._blocked(tree)
        for node in tree.nodes:
            if node.index in blocked:
                continue
            if not node.actors and node.norm not in _PRONOUNS:
                continue
            if node.norm in _PRONOUNS and node.dep not in ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "iobj"):
                continue
            relation = self._relation(contact, node, anchors) or self._beside(contact, node, anchors)
            if relation is None or self._is_others(contact, node):
                continue
            if node.actors:
                contact.members.extend((actor, relation) for actor in node.actors)
            else:
                contact.pronouns.append((node.start, relation))
        self._coordinate(contact, blocked)
        self._borrow_subject(contact, anchors)
        return self._is_contact(contact)

    def _anchors(self, contact: Contact) -> dict[int, str]:
        """Nodes from which participants hang: the trigger, its carrier, its clauses. Value: why."""
        nodes = contact.tree.nodes
        anchors = {contact.trigger: "trigger"}
        if contact.verb is not None and contact.verb != contact.trigger:
            anchors[contact.verb] = "carrier"
        queue = [contact.trigger, *([contact.verb] if contact.verb is not None else [])]
        for index in queue:
            for child in nodes[index].children:
                is_clause = nodes[child].dep in ("relcl", "acl") and nodes[child].pos in ("VERB", "AUX")
                if is_clause and (index == contact.trigger) and child not in anchors:
                    anchors[child] = "clause"
        trigger = nodes[contact.trigger]
        above = nodes[trigger.head]
        if trigger.dep in ("csubj", "advcl", "nsubj", "csubjpass") and above.pos == "AUX" and trigger.tag == "VBG":
            anchors[above.index] = "carrier"  # "Presenting them were the ambassadors of ..."
        if trigger.dep in ("relcl", "acl"):
            anchors.setdefault(trigger.head, "antecedent")
        carrier = nodes[contact.verb] if contact.verb is not None else None
        if carrier is not None and carrier.dep in ("relcl", "acl"):
            anchors.setdefault(carrier.head, "antecedent")
            if nodes[carrier.head].pos == "NOUN" and not nodes[carrier.head].actors:
                above = nodes[nodes[carrier.head].head]
                if above.pos == "ADP" and nodes[above.head].pos in ("VERB", "AUX"):
                    anchors.setdefault(above.head, "antecedent verb")
        return anchors

    def _blocked(self, tree: Tree) -> set[int]:
        """Mentions behind "greetings of", "a letter from" and the like: named, but absent."""
        norms = [node.norm for node in tree.nodes]
        blocked: set[int] = set()
        for i in range(len(norms)):
            match = self.absent.match_at(norms, i, len(norms))
            if match:
                j = match[0]
                while j < len(norms) and j < match[0] + 3:
                    if tree.nodes[j].actors:
                        blocked.add(j)
                        # "a message from X to Y": neither is there
                        if (
                            j + 2 < len(norms)
                            and norms[j + 1] in ("to", ",")
                            and tree.nodes[j + 2].actors
                            and norms[j + 1] == "to"
                        ):
                            blocked.add(j + 2)
                        break
                    j += 1
        return blocked

    def _relation(self, contact: Contact, node: Node, anchors: dict[int, str]) -> str | None:
        """How a mention is tied to the contact, ``None`` if it is not."""
        nodes = contact.tree.nodes
        relation = ""
        previous = node
        if node.index in anchors:
            return "subject" if anchors[node.index] == "antecedent" else None
        for above in contact.tree.path_up(node.index):
            if above.index == node.index:
                if above.dep in _SUBJECTS:
                    relation = "subject"
                elif above.dep in ("dobj", "dative", "iobj", "obj", "oprd", "attr"):
                    relation = "object"
                elif above.dep in ("poss", "compound", "nmod"):
                    relation = "subject"
                previous = above
                continue
            if above.index in anchors:
                why = anchors[above.index]
                if why == "antecedent" and above.actors:
                    return None
                if previous.dep in _CLAUSES and previous.pos in ("VERB", "AUX"):
                    return None
                if (
                    why == "carrier"
                    and previous.dep in ("dobj", "obj")
                    and previous.index != contact.trigger
                    and not previous.actors
                    and not relation
                ):
                    return None
                return relation or "with"
            if above.actors:
                if previous.dep not in ("conj", "appos"):
                    # "X with Y and the delegation": what hangs on a participant by a preposition came along
                    if previous.dep == "prep" and previous.norm in ("with", "alongside", "and", "by"):
                        previous = above
                        relation = relation or "with"
                        continue
                    return None
                previous = above
                relation = relation or self._conjunct_relation(above)
                continue
            if above.pos == "ADP" or above.dep in ("prep", "agent"):
                is_phrase = previous.norm in self.carries  # "at the invitation of X", "in honour of X"
                is_phrase = is_phrase or (above.norm in ("on", "upon") and self._is_call(contact))
                if above.norm not in self.beside and not is_phrase:
                    return None
                relation = relation or ("by" if above.norm == "by" else "with")
                if above.norm == "of" and nodes[above.head].norm not in self.noun_heads | self.carries:
                    return None
                previous = above
                continue
            if above.norm in self.carries or above.norm in self.noun_heads:
                relation = "carried" if above.norm in self.carries else relation
                previous = above
                continue
            if previous.dep in ("conj", "appos") and above.pos in ("NOUN", "PROPN", "PRON"):
                previous = above
                continue
            if above.pos in ("NOUN", "PROPN", "PRON") and previous.dep in ("appos", "relcl"):
                previous = above
                continue
            return None
        return None

    def _coordinate(self, contact: Contact, blocked: set[int]) -> None:
        """``in honour of X, and Y``: a mention behind nothing but a joiner and a participant takes part like it."""
        nodes = contact.tree.nodes
        relation_of = {id(actor): relation for actor, relation in contact.members}
        for node in nodes:
            if not node.actors or id(node.actors[0]) in relation_of or node.index in blocked:
                continue
            k = node.index - 1
            while k >= 0 and (nodes[k].norm in (",", "and", "&") or nodes[k].pos == "DET") and not nodes[k].actors:
                k -= 1
            if 0 <= k < node.index - 1 and nodes[k].actors and id(nodes[k].actors[0]) in relation_of:
                joined = any(n.norm in ("and", "&") for n in nodes[k : node.index])
                verb_follows = node.index + 1 < len(nodes) and nodes[node.index + 1].pos in ("VERB", "AUX")
                if joined and not (node.dep in ("nsubj", "nsubjpass") and verb_follows):
                    relation = relation_of[id(nodes[k].actors[0])]
                    contact.members.extend((actor, relation) for actor in node.actors)
                    relation_of.update({id(actor): relation for actor in node.actors})

    def _beside(self, contact: Contact, node: Node, anchors: dict[int, str]) -> str | None:
        """What the order of words says where the parser hung a phrase elsewhere.

        ``held a meeting at the residence with X``, ``met on Friday X``: the preposition before the mention, or nothing
        but a day, leads back to the trigger without another verb or trigger between.
        """
        nodes = contact.tree.nodes
        k = node.index - 1
        while k >= 0 and nodes[k].pos in ("DET", "ADV") and not nodes[k].actors:
            k -= 1
        if k < 0:
            return None
        relation = {"with": "with", "by": "by", "between": "with"}.get(nodes[k].norm)
        if nodes[k].norm in ("on", "upon") and self._is_call(contact):
            relation = "with"
        if nodes[k].norm == "to" and contact.kind == "hand":
            relation = "with"
        if relation is None and contact.kind == "meet" and contact.verb is not None and not self._is_passive(contact):
            between = nodes[contact.verb + 1 : node.index]
            only_day = all(
                n.pos in ("ADP", "PROPN", "ADV", "NUM", "NOUN", "DET", "PUNCT") and not n.actors for n in between
            )
            return (
                "object"
                if contact.verb < node.index <= contact.verb + 5 and only_day and not self._has_noun(between)
                else None
            )
        if relation is None:
            return None
        for above in range(k - 1, -1, -1):
            other = nodes[above]
            if above == contact.trigger or above == contact.verb:
                return relation
            if (other.tag.startswith("V") and other.norm not in self.support) or other.norm in (";", ":"):
                return None
            if other.norm in self.noun_heads and other.pos == "NOUN" and above not in anchors:
                return None
        return None

    def _has_noun(self, nodes: Sequence[Node]) -> bool:
        """Whether a common noun that is no part of a day stands among the nodes."""
        return any(
            n.pos == "NOUN" and n.norm not in ("today", "yesterday", "morning", "evening", "afternoon", "night", "noon")
            for n in nodes
        )

    def _is_passive(self, contact: Contact) -> bool:
        verb = contact.tree.nodes[contact.verb if contact.verb is not None else contact.trigger]
        return any(contact.tree.nodes[c].dep == "auxpass" for c in verb.children)

    def _is_others(self, contact: Contact, node: Node) -> bool:
        """``a meeting with X and another with Y``: Y belongs to the other one."""
        if contact.word == "another" and node.index < contact.trigger and node.dep not in _SUBJECTS:
            return True
        between = contact.tree.nodes[contact.trigger + 1 : node.index]
        return contact.word != "another" and any(n.norm == "another" for n in between)

    def _is_call(self, contact: Contact) -> bool:
        """``paid a courtesy call on X``, ``called on X``."""
        return contact.word.split()[-1] in ("call", "calls", "called", "visit", "visits", "calling")

    def _conjunct_relation(self, above: Node) -> str:
        if above.dep in _SUBJECTS:
            return "subject"
        return "object" if above.dep in ("dobj", "obj", "dative") else ""

    def _borrow_subject(self, contact: Contact, anchors: dict[int, str]) -> None:
        """A coordinated, participle or infinitive clause shares the subject of the clause above it."""
        if any(relation in ("subject", "by") for _, relation in contact.members):
            return
        if any(relation == "subject" for _, relation in contact.pronouns):
            return
        nodes = contact.tree.nodes
        start = contact.verb if contact.verb is not None else contact.trigger
        index = start
        for _ in range(6):
            node = nodes[index]
            if node.dep not in _CLAUSES and node.dep not in ("prep", "pobj", "acomp"):
                return
            index = node.head
            for child in nodes[index].children:
                if nodes[child].dep in ("nsubj", "nsubjpass", "agent") and child != start:
                    for below in (child, *nodes[child].children):
                        candidate = nodes[below]
                        if below != child and candidate.dep not in ("conj", "pobj"):
                            continue
                        if candidate.actors:
                            contact.members[:0] = [(a, "subject") for a in candidate.actors]
                        elif candidate.norm in _PRONOUNS:
                            contact.pronouns.append((candidate.start, "subject"))
                    if contact.members or contact.pronouns:
                        return

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
