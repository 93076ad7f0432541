"""Who takes part in a contact: everybody the parsed sentence ties to its trigger.

A trigger spreads over the tree to whom it governs: its subject and object, what stands behind *with, by, between, from,
to*, the verb that carries a contact noun ("a meeting was held by"), the clause that modifies it ("meetings which X had
with Y") and the verb whose setting it is ("in a call with Y, X stressed").
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pipeline.extract.contacts import Contact
from pipeline.extract.relations import CLAUSES, INCLUDING, SUBJECTS, Relations
from pipeline.extract.syntax import WEEKDAYS, Node, Tree
from pipeline.lexicon.phrases import PhraseBook

PRONOUNS = frozenset({"he", "she", "him", "her"})


class Participants:
    """Collects the participants of contacts with the words of ``triggers.toml``."""

    def __init__(self, triggers: dict[str, Any], relations: Relations) -> None:
        self.relations = relations
        self.absent: PhraseBook[bool] = PhraseBook()
        self.absent.extend(triggers["discourse"]["absent"], True)

    def collect(self, contact: Contact) -> None:
        """Add the participants and the pronouns that stand for some to the contact."""
        tree = contact.tree
        anchors = self._anchors(contact)
        blocked = self._blocked(tree, is_handing=contact.kind == "hand")
        for node in tree.nodes:
            if node.index in blocked:
                continue
            if not node.actors and node.norm not in PRONOUNS:
                continue
            if node.norm in PRONOUNS and node.dep not in ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "iobj"):
                continue
            relation = self.relations.relation(contact, node, anchors) or self.relations.beside(contact, node, anchors)
            if relation is None or self._is_others(contact, node):
                continue
            if node.actors:
                contact.members.extend((actor, relation) for actor in node.actors)
            else:
                contact.pronouns.append((node.start, relation))
        self._coordinate(contact, blocked)
        self._borrow_subject(contact, anchors)

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
        anchors.update(dict.fromkeys(self._clauses_of_days(contact.tree, anchors), "clause"))
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

    def _clauses_of_days(self, tree: Tree, anchors: Collection[int]) -> list[int]:
        """Clauses the parser hung on a day that are the contact's: ``a lunch on Thursday, which was hosted by X``."""
        clauses = (node for node in tree.nodes if node.dep == "relcl" and tree.nodes[node.head].norm in WEEKDAYS)
        return [
            node.index for node in clauses if tree.nodes[tree.nodes[tree.nodes[node.head].head].head].index in anchors
        ]

    def _blocked(self, tree: Tree, *, is_handing: bool) -> set[int]:
        """Mentions behind "greetings of", "a letter from" and the like: named, but absent."""
        norms = [node.norm for node in tree.nodes]
        blocked: set[int] = set()
        for _, end, _ in self.absent.matches(norms, 0, len(norms)):
            j = next((k for k in range(end, min(end + 3, len(norms))) if tree.nodes[k].actors), None)
            if j is None:
                continue
            blocked.add(j)
            # "a message from X to Y": neither is there, but to whom it is handed
            if not is_handing and j + 2 < len(norms) and norms[j + 1] == "to" and tree.nodes[j + 2].actors:
                blocked.add(j + 2)
        return blocked | self._told_singly(tree)

    def _told_singly(self, tree: Tree) -> set[int]:
        """Mentions of many some of whom are named behind them: ``met Quad ministers, including X and Y``."""
        above = (
            tree.nodes[node.head] for node in tree.nodes if node.norm == INCLUDING and _leads_to_actors(tree, node)
        )
        return {one.index for one in above if len(one.actors) == 1 and one.actors[0].is_plural}

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
            if node.dep not in CLAUSES and node.dep not in ("prep", "pobj", "acomp"):
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
                        elif candidate.norm in PRONOUNS:
                            contact.pronouns.append((candidate.start, "subject"))
                    if contact.members or contact.pronouns:
                        return

    def _is_others(self, contact: Contact, node: Node) -> bool:
        """``a meeting with X and another with Y``: Y belongs to the other one."""
        if contact.word == "another" and node.index < contact.trigger and node.dep not in SUBJECTS:
            return True
        between = contact.tree.nodes[contact.trigger + 1 : node.index]
        return contact.word != "another" and any(n.norm == "another" for n in between)


def _leads_to_actors(tree: Tree, node: Node) -> bool:
    return any(tree.nodes[child].actors for child in node.children)
