"""Assembles the spaCy pipeline; the only place that loads a model.

``nlp(text)`` cleans the article in its tokenizer and runs three registered components::

    sidelines_mentions   officials, who is who, whose press this is
    sidelines_contacts   triggers and participants, on parsed sentences
    sidelines_meetings   one meeting or several, when, where, how, about what

so ``nlp(text)._.meetings`` holds the reports of the article and ``nlp(text)._.extraction`` all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab

from pipeline import clean, config, errors, garbage, lexicon, tokens
from pipeline.extract.reporter import Reporter
from pipeline.read import article as articles
from pipeline.records import Article, Document, Extraction

for _name in ("article", "reading", "extraction", "meetings"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@lru_cache(maxsize=2)
def _syntax(model: str) -> Language:
    """Tagger and parser of a model; names are found by our own lexicon, so its entity recogniser stays out."""
    try:
        return spacy.load(model, exclude=["ner", "lemmatizer"])
    except OSError as error:
        raise errors.ModelMissingError(
            f"the language model {model} is not installed; install it with: {config.MODEL_INSTALL}"
        ) from error


@lru_cache(maxsize=4)
def _reporter(model: str, folders: tuple[Path, ...]) -> Reporter:
    reporter = Reporter(lexicon.load(folders), _syntax(model), folders)
    garbage.pass_over_what_is_there()
    return reporter


class CleaningTokenizer:
    """Text → Doc over the cleaned article's words; the article itself is in ``doc._.article``."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Clean a raw article and cut it into words."""
        document = articles.build(Path("text"), text, config.Config())
        return self.from_article(clean.clean(document))

    def from_article(self, article: Article) -> Doc:
        """The Doc of an article that is cleaned already."""
        words = [word.text for word in tokens.words(article.text)]
        pieces, spaces = get_words_and_spaces(words, article.text) if words else ([], [])
        doc = Doc(self.vocab, words=pieces, spaces=spaces)
        doc._.article = article
        return doc

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        """Nothing to save: the words follow one rule."""

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> CleaningTokenizer:
        """Nothing to load."""
        return self


class _Stage:
    """One stage of the reporter as a spaCy component."""

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter


class Mentions(_Stage):
    """Fills ``doc._.reading`` with the officials of the article."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the officials of one article."""
        doc._.reading = self.reporter.mentions(doc._.article)
        return doc


class Contacts(_Stage):
    """Adds the contacts to ``doc._.reading``."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the contacts of one article."""
        doc._.reading = self.reporter.contact(doc._.reading)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The same for many docs; the sentences of a batch are parsed together."""
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            for doc, reading in zip(docs, self.reporter.contact_all([doc._.reading for doc in docs]), strict=True):
                doc._.reading = reading
                yield doc


class Meetings(_Stage):
    """Fills ``doc._.extraction`` and ``doc._.meetings``."""

    def __call__(self, doc: Doc) -> Doc:
        """Make the meetings of one article."""
        extraction = self.reporter.meetings(doc._.reading)
        doc._.extraction = extraction
        doc._.meetings = extraction.reports
        return doc


_DEFAULTS = {"model": config.MODEL_NAME, "folders": []}


def _stage(model: str, folders: Sequence[str]) -> Reporter:
    return _reporter(model, tuple(Path(folder) for folder in folders))


@Language.factory("sidelines_mentions", default_config=_DEFAULTS)
def make_mentions(nlp: Language, name: str, model: str, folders: list[str]) -> Mentions:
    """The component that finds officials."""
    return Mentions(_stage(model, folders))


@Language.factory("sidelines_contacts", default_config=_DEFAULTS)
def make_contacts(nlp: Language, name: str, model: str, folders: list[str]) -> Contacts:
    """The component that finds contacts."""
    return Contacts(_stage(model, folders))


@Language.factory("sidelines_meetings", default_config=_DEFAULTS)
def make_meetings(nlp: Language, name: str, model: str, folders: list[str]) -> Meetings:
    """The component that makes meetings of contacts."""
    return Meetings(_stage(model, folders))


def load_nlp(settings: config.Config | None = None) -> Language:
    """Load the pipeline.

    Args:
        settings: Model and lexicon folders; the shipped ones if left out.

    Returns:
        A spaCy pipeline: ``nlp(text)._.meetings`` is a tuple of :class:`pipeline.records.Report`.

    Raises:
        ModelMissingError: The language model is not installed.
        LexiconError: A lexicon file breaks its format.
    """
    settings = settings or config.Config()
    _syntax(settings.model)
    nlp = spacy.blank("en")
    nlp.tokenizer = CleaningTokenizer(nlp.vocab)
    options = {"model": settings.model, "folders": [str(folder) for folder in settings.lexicon_dirs]}
    for name in ("sidelines_mentions", "sidelines_contacts", "sidelines_meetings"):
        nlp.add_pipe(name, config=options)
    return nlp


def annotate(nlp: Language, articles: Iterable[Article], batch_size: int = 32) -> Iterator[Extraction]:
    """Run the pipeline over cleaned articles.

    Args:
        nlp: What :func:`load_nlp` gave.
        articles: Cleaned articles, in order.
        batch_size: Articles handed over at once.

    Yields:
        One extraction an article, in order.
    """
    docs = (_carrying(nlp, article) for article in articles)
    for doc in nlp.pipe(docs, batch_size=batch_size):
        yield doc._.extraction


def _carrying(nlp: Language, article: Article) -> Doc:
    """A Doc without words: the components read the article, and nobody sees this Doc."""
    doc = Doc(nlp.vocab)
    doc._.article = article
    return doc


def extract(nlp: Language, document: Document) -> Extraction:
    """Clean and read one stored article."""
    return next(annotate(nlp, [clean.clean(document)]))


def failed(document: Document, error: Exception) -> Extraction:
    """An article that broke the pipeline, as a row that says so."""
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Extraction(replace(document, status="failed", error=f"reading it failed ({reason}); please report it."))
