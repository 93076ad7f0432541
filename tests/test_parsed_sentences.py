"""Only sentences that can tell a contact are parsed; none that does may be left out."""

from __future__ import annotations

from pathlib import Path

from pipeline import annotate, clean, config
from pipeline.extract import syntax
from pipeline.read import article

TESTS = Path(__file__).parent


def test_is_every_sentence_in_which_a_contact_is_found_one_that_can_tell_it() -> None:
    """Every sentence of the annotated articles is parsed here, to see that the choice before the parse misses none."""
    reporter = annotate.load_nlp().get_pipe("sidelines_contacts").reporter  # type: ignore[attr-defined]
    telling, others = 0, 0
    for path in sorted(TESTS.glob("*/**/texts/*.txt")):
        document = article.build(path, path.read_text(encoding="utf-8"), config.Config())
        reading = reporter.mentions(clean.clean(document))
        masked = [syntax.mask(s, a, reading.words) for s, a in zip(reading.sentences, reading.actors, strict=True)]
        for one, tree in zip(masked, syntax.parse(reporter.grammar, [(m, reading.words) for m in masked]), strict=True):
            can_tell = reporter.contacts.can_tell(
                one.norms(reading.words), [len(behind) for _, _, behind in one.origins]
            )
            if reporter.contacts.find(tree):
                telling += 1
                assert can_tell, " ".join(one.texts)
            others += not can_tell
    assert telling > 50
    assert others > 20
