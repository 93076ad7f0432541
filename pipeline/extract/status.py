"""Held, planned, mentioned or cancelled: judged at each trigger from its verb group and its modifiers."""

from __future__ import annotations

from typing import Any

from pipeline.extract.contacts import Contact
from pipeline.extract.syntax import Node, Tree
from pipeline.lexicon.phrases import PhraseBook, book


class StatusJudge:
    """Judges contacts with the words of ``triggers.toml``."""

    def __init__(self, triggers: dict[str, Any]) -> None:
        words = triggers["status"]
        self.saying = frozenset(triggers["circumstances"]["saying"])
        self.future_aux = frozenset(words["future_aux"])
        self.future_governors = frozenset(words["future_governors"])
        self.future_modifiers = frozenset(words["future_modifiers"])
        self.past_modifiers = frozenset(words["past_modifiers"])
        self.unreal_governors = frozenset(words["unreal_governors"])
        self.mentioned = book(tuple(words["mentioned"]))
        self.cancelled = book(tuple(words["cancelled"]))
        self.wishes = frozenset(words["wishes"])
        self.briefing = frozenset(words["briefing_governors"])

    def judge(self, contact: Contact) -> tuple[str, str]:
        """Status of a contact and the rule that gave it.

        Returns:
            ``(status, rule)``; the status is one of the contract's.
        """
        tree = contact.tree
        group = self._verb_group(contact)
        norms = [node.norm for node in tree.nodes]
        if self._near(self.cancelled, norms, contact, 8):
            return "cancelled", "cancelled words"
        if rule := self._is_planned(contact, group):
            return "planned", rule
        if rule := self._is_mentioned(contact, group, norms):
            return "mentioned", rule
        return "held", "told as news"

    def _verb_group(self, contact: Contact) -> list[Node]:
        """The verb that tells the contact, with its auxiliaries and the verbs that govern it."""
        nodes = contact.tree.nodes
        index = contact.verb if contact.verb is not None else contact.trigger
        group = [nodes[index]]
        for above in contact.tree.path_up(index):
            if above.index == index:
                continue
            if (
                group[-1].dep in ("xcomp", "ccomp", "advcl", "acl")
                and group[-1].dep == "xcomp"
                and above.pos in ("VERB", "ADJ", "AUX")
            ):
                group.append(above)
            else:
                break
        return group

    def _is_planned(self, contact: Contact, group: list[Node]) -> str | None:
        nodes = contact.tree.nodes
        if set(contact.modifiers) & self.future_modifiers:
            return "modifier of the future"
        for position, node in enumerate(group):
            for child in (nodes[c] for c in node.children):
                if child.dep == "aux" and child.norm in self.future_aux:
                    return "future verb"
                if (
                    child.dep == "aux"
                    and child.norm == "to"
                    and position == 0
                    and node.dep in ("ROOT", "acl", "relcl", "conj")
                    and contact.kind in ("meet", "talk", "visit")
                ):
                    return "infinitive of a headline"
            if position and node.norm in self.future_governors:
                return "verb of planning"
            is_governed = (
                contact.kind in ("noun", "visit") and node.tag in ("VBN", "VBD") and not self._is_setting(contact)
            )
            if node.norm in self.future_governors and is_governed:
                return "verb of planning"
        first = group[0]
        if first.dep == "pcomp" and nodes[nodes[first.head].head].norm in self.future_governors:
            return "verb of planning"  # "looks forward to welcoming X"
        if self._is_purpose_of_the_future(contact.tree, first):
            return "purpose of what lies ahead"
        if self._is_asked_for(contact):
            return "asked for"
        if first.dep == "xcomp" and any(nodes[c].norm == "to" for c in first.children):
            above = nodes[first.head]
            if above.norm in ("is", "are", "be", "was", "were"):
                return "is to"
        if first.norm in ("be", "is", "are") and contact.kind != "noun":
            return None
        return None

    def _is_mentioned(self, contact: Contact, group: list[Node], norms: list[str]) -> str | None:
        nodes = contact.tree.nodes
        if set(contact.modifiers) & self.past_modifiers:
            return "modifier of the past"
        first = group[0]
        if first.dep == "relcl" and self._of_the_past(contact.tree, first.head):
            return "modifier of the past"  # "follows his recent trip to Yerevan, where he met X"
        for node in group:
            children = [nodes[c] for c in node.children]
            auxiliaries = {c.norm for c in children if c.dep in ("aux", "auxpass")}
            if {"would", "could", "should", "may", "might", "can"} & auxiliaries:
                return "not told as fact"
            if "had" in auxiliaries and not self._is_reported(contact.tree, node):
                return "past perfect"
            if any(c.dep == "neg" for c in children):
                return "negated"
            if any(c.dep == "advmod" and c.norm in self.past_modifiers for c in children):
                return "adverb of the past"
            if node is not group[0] and node.norm in self.unreal_governors:
                return "not told as fact"
        if self._near(self.mentioned, norms, contact, 6):
            return "words of the past"
        if contact.verb is not None and nodes[contact.verb].norm in self.briefing and self._is_object(contact):
            return "told by somebody about somebody"
        return None

    def _is_purpose_of_the_future(self, tree: Tree, verb: Node) -> bool:
        """Whether the verb says what for something will be done: ``will visit Brussels to meet with X``."""
        if verb.dep not in ("advcl", "xcomp", "acl") or not any(tree.nodes[c].norm == "to" for c in verb.children):
            return False
        above = next((n for n in tree.path_up(verb.head) if n.pos in ("VERB", "AUX")), None)
        return above is not None and any(tree.nodes[c].norm in self.future_aux for c in above.children)

    def _is_asked_for(self, contact: Contact) -> bool:
        """``a request for a call with X``: a contact that somebody only wants."""
        nodes = contact.tree.nodes
        above = nodes[nodes[contact.trigger].head]
        return above.pos == "ADP" and above.norm in ("for", "of") and nodes[above.head].norm in self.wishes

    def _of_the_past(self, tree: Tree, index: int) -> bool:
        """Whether a noun, or one it hangs on, is told to lie back ("his recent trip to Yerevan")."""
        for above in tree.path_up(index):
            if above.pos in ("VERB", "AUX"):
                return False
            if {tree.nodes[c].norm for c in above.children} & self.past_modifiers:
                return True
        return False

    def _is_reported(self, tree: Tree, node: Node) -> bool:
        """``revealed that a call had come``: reported speech shifts the news of today into the past perfect."""
        return any(above.norm in self.saying for above in tree.path_up(node.index) if above.index != node.index)

    def _is_setting(self, contact: Contact) -> bool:
        """Whether the contact is where its verb happened ("in a meeting with X, both sides agreed to ...")."""
        nodes = contact.tree.nodes
        above = nodes[nodes[contact.trigger].head]
        return above.pos == "ADP" and above.norm in ("in", "at", "during", "after", "following", "on", "over", "of")

    def _is_object(self, contact: Contact) -> bool:
        """Whether the contact is what its verb speaks of ("was informed of the talks"), not where it happened."""
        nodes = contact.tree.nodes
        trigger = nodes[contact.trigger]
        above = nodes[trigger.head]
        if trigger.index == contact.verb:
            return False
        is_about = above.pos == "ADP" and above.norm in ("of", "about", "on") and above.head == contact.verb
        return trigger.dep in ("dobj", "nsubjpass") or is_about

    def _near(self, book: PhraseBook[bool], norms: list[str], contact: Contact, window: int) -> bool:
        """Whether a phrase of the book stands within some words of the trigger or its verb."""
        spots = {contact.trigger, contact.verb if contact.verb is not None else contact.trigger}
        return any(
            first - window <= spot <= end + window and self._same_clause(contact.tree, first, spot)
            for first, end, _ in book.matches(norms, 0, len(norms))
            for spot in spots
        )

    def _same_clause(self, tree: Tree, first: int, second: int) -> bool:
        """No full stop of a clause (``;``, quotation mark, ``and`` with a new subject) between two words."""
        low, high = sorted((first, second))
        return not any(tree.nodes[k].norm in {";", '"', "“", "”", ":"} for k in range(low, high))
