"""The filter for crawls: what could report a meeting passes, what could not is a document and nothing more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import config, lexicon, records, triage
from tests.benchmarks import stream

PRACTICE = Path(__file__).parent / "practice"
KEPT_SHARE = 0.995


def passes(text: str) -> bool:
    return triage.sieve().passes(text)


def document(text: str, **fields: object) -> records.Document:
    return records.Document(doc_id="d1", path="a.txt", text=text, sha256="0", **fields)  # type: ignore[arg-type]


def test_every_practice_article_and_seed_with_a_held_meeting_passes(seeds: Path):
    kept = {}
    for gold, texts in ((PRACTICE / "gold", PRACTICE / "texts"), (PRACTICE / "seeds_gold", seeds)):
        for path in gold.glob("*.json"):
            if any(meeting["status"] == "held" for meeting in json.loads(path.read_text("utf-8"))["meetings"]):
                kept[path.stem] = passes((texts / f"{path.stem}.txt").read_text("utf-8"))
    assert len(kept) > 30
    assert sum(kept.values()) >= KEPT_SHARE * len(kept), sorted(name for name, is_kept in kept.items() if not is_kept)


def test_of_a_made_up_crawl_little_else_passes():
    passed = [(passes(text), is_diplomatic) for text, is_diplomatic in stream.stream(2_000)]
    assert sum(is_passed for is_passed, is_diplomatic in passed if is_diplomatic) == 40
    assert sum(is_passed for is_passed, is_diplomatic in passed if not is_diplomatic) < 200


@pytest.mark.parametrize(
    "text",
    [
        "The foreign minister of Peru received the ambassador of Japan in Lima.",
        "FOREIGN MINISTER OF PERU MEETS AMBASSADOR OF JAPAN",
        "US Secretary of State phones Sheikh Abdullah",
        "H.E. the Deputy Prime Minister had a telephone conversation with his Thai colleague.",
        "Seated opposite each other were the Thai Foreign Minister and the Ambassador of Sri Lanka.",
        "The Vice-Minister,\nwho is in Hanoi,\nheld talks with a delegation.",
        "İzmir’e gelen: the Turkish minister met the envoy.",
    ],
)
def test_what_could_report_a_meeting_passes(text: str):
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The referee blew the whistle in Lima, and the coach of Peru met the press.",
        "The minister met the fans before the match.",
        "The president signed the law in Paris, where it rained.",
        "The administration of ministering metals in the unmet region.",
        "He told us and the eu, as we say at home, that the minister came to meet them.",
        "The minister resigned."
        + " It rained in the hills and the roads were closed." * 30
        + " Japan met Peru and Chile in the final.",
    ],
    ids=["empty", "no official", "no party", "one side", "parts of words", "us is not the US", "far apart"],
)
def test_what_could_not_does_not(text: str):
    assert not passes(text)


def test_what_does_not_pass_is_a_document_of_kind_other():
    weather = document("Rain is expected through the week.")
    extraction = triage.passed_over(weather, config.Config())
    assert extraction is not None
    assert (extraction.document.kind, extraction.document.status, extraction.reports) == ("other", "ok", ())


def test_what_passes_or_could_not_be_read_is_not_its_business():
    assert (
        triage.passed_over(document("The foreign minister of Peru met the ambassador of Japan."), config.Config())
        is None
    )
    assert triage.passed_over(document("", status="empty"), config.Config()) is None


def test_a_title_of_the_users_own_lexicon_counts(tmp_path: Path):
    text = "The Grand Logothete received the guests from Peru."
    assert not passes(text)
    (tmp_path / "roles.csv").write_text("title,kind,level\ngrand logothete,office,minister\n", "utf-8")
    assert triage.sieve((tmp_path,)).passes(text)


def test_the_words_of_the_filter_are_sorted_and_each_is_there_once():
    for name, words in lexicon.toml("triage.toml").items():
        assert words == sorted(set(words)), name
