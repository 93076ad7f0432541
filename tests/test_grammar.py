"""Parsing many sentences at once: the same as spaCy gives for each alone, whatever stands beside it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import config, tokens
from pipeline.extract.grammar import Grammar, Parse
from pipeline.extract.transitions import Transitions

TEXTS = Path(__file__).parent / "practice" / "texts"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(config.MODEL_NAME, exclude=["ner", "lemmatizer"])


@pytest.fixture(scope="module")
def sentences() -> list[list[str]]:
    """Sentences of real length, and a few that try the ruler's patterns of two words."""
    found = [["There", "is", "a", "plan", "."], ["Let", "'s", "meet", "."], ["Yes"], [" ", "He", "had", "gone", "."]]
    for path in sorted(TEXTS.iterdir())[:8]:
        text = path.read_text(encoding="utf-8")
        words = tokens.words(text)
        found += [[w.text for w in words[s.first : s.last]] for s in tokens.sentences(text, words, ())]
    return found


def alone(nlp: Language, words: list[str]) -> Parse:
    """What spaCy gives for one sentence."""
    doc = nlp(Doc(nlp.vocab, words=words))
    return Parse(
        tuple(t.head.i for t in doc), tuple(t.dep_ for t in doc), tuple(t.pos_ for t in doc), tuple(t.tag_ for t in doc)
    )


def test_is_every_sentence_parsed_as_spacy_parses_it_alone(nlp: Language, sentences: list[list[str]]) -> None:
    assert len(sentences) > 50
    assert Grammar(nlp).parse(sentences) == [alone(nlp, words) for words in sentences]


def test_does_a_parse_depend_on_what_was_parsed_before_or_beside_it(nlp: Language, sentences: list[list[str]]) -> None:
    """Otherwise an article's meetings would hang on the batch it came in."""
    grammar = Grammar(nlp)
    together = grammar.parse(sentences)
    order = list(range(len(sentences)))
    random.Random(5).shuffle(order)
    for first in range(0, len(order), 7):
        some = order[first : first + 7]
        assert grammar.parse([sentences[i] for i in some]) == [together[i] for i in some]


def test_are_the_steps_of_the_parser_taken_together(nlp: Language) -> None:
    """The shipped model's parser is of the kind whose steps are taken by all sentences at once."""
    assert Transitions.fit(nlp.get_pipe("parser"))
    assert not Transitions.fit(nlp.get_pipe("tagger"))


@pytest.mark.parametrize("kind", ["beam", "unseen moves"])
def test_is_a_parser_of_another_kind_left_to_spacy(
    nlp: Language, sentences: list[list[str]], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    parser = nlp.get_pipe("parser")
    if kind == "beam":
        monkeypatch.setitem(parser.cfg, "beam_width", 4)
    else:
        monkeypatch.setitem(parser.model.attrs, "unseen_classes", {3})
    assert not Transitions.fit(parser)
    assert Grammar(nlp).parse(sentences[:8]) == [alone(nlp, words) for words in sentences[:8]]


def test_does_forgetting_words_change_a_parse(
    nlp: Language, sentences: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.extract.grammar.MOST_WORDS", 20)
    grammar = Grammar(nlp)
    first = grammar.parse(sentences[:12])
    assert grammar.parse(sentences[:12]) == first == Grammar(nlp).parse(sentences[:12])


def test_is_nothing_parsed_to_nothing(nlp: Language) -> None:
    assert Grammar(nlp).parse([]) == []


def test_does_a_pipeline_without_ruler_keep_the_tags_of_its_own(nlp: Language) -> None:
    """Another model may have no attribute ruler."""
    with nlp.select_pipes(disable=["attribute_ruler"]):
        bare = Grammar(nlp).parse([["Peter", "met", "Mary"]])[0]
        assert bare == alone(nlp, ["Peter", "met", "Mary"])
    assert bare.pos == ("", "", "")
    assert bare.tags == ("NNP", "VBD", "NNP")
