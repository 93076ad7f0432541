"""How a mention is tied to a contact: the way up the tree from the one to the other, else the order of the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.extract.contacts import Contact
from pipeline.extract.syntax import Node

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "xcomp", "ccomp", "conj", "pcomp", "parataxis"})


INCLUDING = "including"
"""What leads from many to some of them."""


class Relations:
    """Judges how mentions are tied to contacts with the words of ``triggers.toml``.

    ``noun_heads`` are the last words of the nouns that tell a contact.
    """

    def __init__(self, triggers: dict[str, Any], noun_heads: frozenset[str]) -> None:
        self.noun_heads = noun_heads
        self.around = frozenset(triggers["grammar"]["beside"])
        self.margins = frozenset(triggers["grammar"]["margins"])
        self.carries = frozenset(triggers["grammar"]["carries"])
        self.support = frozenset(triggers["verbs"]["support"])

    def relation(self, contact: Contact, node: Node, anchors: dict[int, str]) -> str | None:
        """How a mention is tied to the contact, ``None`` if it is not.

        Args:
            contact: The contact.
            node: The mention.
            anchors: Nodes from which participants hang, and why.
        """
        if node.index in anchors:
            return "subject" if anchors[node.index] == "antecedent" else None
        relation, previous = self._own_relation(node), node
        for above in contact.tree.path_up(node.index):
            if above.index == node.index:
                continue
            if above.index in anchors:
                is_tied = self._is_tied(contact, anchors[above.index], above, previous, relation)
                return (relation or "with") if is_tied else None
            step = self._step(contact, above, previous, relation)
            if step is None:
                return None
            relation, previous = step, above
        return None

    def _own_relation(self, node: Node) -> str:
        """What the mention's own place in the sentence makes it, empty if nothing."""
        if node.dep in SUBJECTS or node.dep in ("poss", "compound", "nmod"):
            return "subject"
        return "object" if node.dep in ("dobj", "dative", "iobj", "obj", "oprd", "attr") else ""

    def _is_tied(self, contact: Contact, why: str, anchor: Node, previous: Node, relation: str) -> bool:
        """Whether a mention that hangs on an anchor by ``previous`` hangs on the contact."""
        if why == "antecedent" and anchor.actors:
            return False
        if previous.dep in CLAUSES and previous.pos in ("VERB", "AUX"):
            return False
        is_other_object = previous.dep in ("dobj", "obj") and previous.index != contact.trigger and not previous.actors
        return not (why == "carrier" and is_other_object and not relation)

    def _step(self, contact: Contact, above: Node, previous: Node, relation: str) -> str | None:
        """The relation after one step up the tree, ``None`` where the way to the contact ends."""
        if above.actors:
            return self._through_mention(above, previous, relation)
        if above.pos == "ADP" or above.dep in ("prep", "agent"):
            return self._through_preposition(contact, above, previous, relation)
        if above.norm in self.carries:
            return "carried"
        if above.norm in self.noun_heads:
            return relation
        is_same = previous.dep in ("conj", "appos", "relcl") or previous.norm == INCLUDING  # "diplomats, including X"
        is_same = is_same and above.pos in ("NOUN", "PROPN", "PRON")
        return relation if is_same else None

    def _through_mention(self, above: Node, previous: Node, relation: str) -> str | None:
        """Past another participant: a list or an apposition of it, or who came along."""
        if previous.dep in ("conj", "appos") or previous.norm == INCLUDING:
            return relation or self._conjunct_relation(above)
        # "X with Y and the delegation": what hangs on a participant by a preposition came along
        is_beside = previous.dep == "prep" and previous.norm in ("with", "alongside", "and", "by")
        return (relation or "with") if is_beside else None

    def _through_preposition(self, contact: Contact, above: Node, previous: Node, relation: str) -> str | None:
        """Past a preposition of taking part; any other leads away from the contact."""
        is_phrase = previous.norm in self.carries  # "at the invitation of X", "in honour of X"
        is_phrase = is_phrase or (above.norm in ("on", "upon") and self._is_call(contact))
        is_phrase = is_phrase or (previous.norm in self.margins and bool(relation))  # "on the sidelines, including X"
        if above.norm not in self.around and not is_phrase:
            return None
        if above.norm == "of" and contact.tree.nodes[above.head].norm not in self.noun_heads | self.carries:
            return None
        return relation or ("by" if above.norm == "by" else "with")

    def beside(self, contact: Contact, node: Node, anchors: dict[int, str]) -> str | None:
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

    def _is_call(self, contact: Contact) -> bool:
        """``paid a courtesy call on X``, ``called on X``."""
        return contact.word.split()[-1] in ("call", "calls", "called", "visit", "visits", "calling")

    def _conjunct_relation(self, above: Node) -> str:
        if above.dep in SUBJECTS:
            return "subject"
        return "object" if above.dep in ("dobj", "obj", "dative") else ""
