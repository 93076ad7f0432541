"""Every build knows what it changed against the one before, and a link to a meeting that is gone still answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import acts, corrections, diff, fate, ledger, merge, publish, tables
from tests import annotated, handmade

AT = "2026-01-05T08:00:00Z"
CALL = {
    "text": "Foreign Minister Faisal Mikdad spoke by telephone on Wednesday with Sergey Lavrov about sanctions.",
    "date": "2021-02-17",
    "mode": "phone",
    "people": ["Faisal Mikdad|SYR|foreign minister", "Sergey Lavrov|RUS|foreign minister"],
    "topics": ["sanctions"],
}


def article(number: int, **changes: object) -> object:
    """An article on the call, with changes."""
    return annotated.pair({"a": {**CALL, **changes}, "b": CALL}, number)[0]


def build(articles: Sequence, known: dict[str, str] | None = None) -> tables.Tables:
    """The tables of some articles."""
    return tables.from_meetings(articles, merge.merge(articles, known), handmade.REGISTER)


def lines(changes: Sequence[diff.Change]) -> list[tuple[str, str, str, str, str]]:
    """Kind, field, before, after, why."""
    return [(one.kind, one.field, one.before, one.after, one.why) for one in changes]


def test_the_same_build_twice_changes_nothing():
    assert diff.compare(build([article(1)]), build([article(1)])) == []


def test_a_new_article_adds_its_meeting():
    changes = diff.compare(build([article(1)]), build([article(1), article(2, date="2021-05-01")]))
    assert lines(changes) == [("added", "", "", "", "new source")]
    assert "Mikdad – Lavrov" in changes[0].title


def test_a_second_source_changes_the_fields_it_knows_better():
    vague = article(1, date="2021-02", date_basis="occasion")
    before = build([vague])
    known = {meeting_id: meeting_id for meeting_id in before.meetings["meeting_id"]}
    changes = diff.compare(before, build([vague, article(2)], known))
    found = lines(changes)
    assert ("changed", "date", "2021-02", "2021-02-17", "new source") in found
    assert [kind for kind, field, *_ in found if field == "source"] == ["changed"]
    assert diff.summary(changes) == {"added": 0, "changed": 1, "merged": 0, "withdrawn": 0}


def test_an_article_that_is_gone_takes_its_meeting_with_it():
    changes = diff.compare(build([article(1), article(2, date="2021-05-01")]), build([article(1)]))
    assert lines(changes) == [("withdrawn", "", "", "", "source gone")]


def test_two_meetings_that_turn_out_to_be_one_are_merged():
    apart = build([article(1, country="RUS"), article(2, country="SYR")])
    known = {meeting_id: meeting_id for meeting_id in apart.meetings["meeting_id"]}
    changes = diff.compare(apart, build([article(1), article(2)], known), {"fingerprint": "1"}, {"fingerprint": "2"})
    (merged,) = [one for one in changes if one.kind == "merged"]
    assert merged.why == "code"
    assert {merged.meeting_id, merged.after} == set(apart.meetings["meeting_id"])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"lexicon": "1"}, {"lexicon": "2"}, "lexicon"),
        ({"sidelines": "0.1"}, {"sidelines": "0.2"}, "code"),
        ({}, {}, "unknown"),
    ],
)
def test_a_change_without_new_articles_is_laid_to_lexicon_or_program(old, new, why):
    changes = diff.compare(build([article(1)]), build([article(1, mode="video")]), old, new)
    assert lines(changes) == [("changed", "mode", "phone", "video", why)]


def test_a_correction_is_named_as_the_cause():
    before = handmade.built()
    said = [acts.Act("correct", "m-visit", "rana", AT, field="country", after="KAZ", act_id="c-1")]
    after, _ = corrections.apply(before, said)
    assert lines(diff.compare(before, after)) == [
        ("changed", "country", "SYR", "KAZ", "correction"),
        ("changed", "review", "unreviewed", "corrected", "correction"),
    ]


def test_participants_and_topics_are_compared_one_by_one():
    before = build([article(1)])
    more = article(1, people=[*CALL["people"], "Ayman Sousan|SYR|assistant|present"], topics=["energy"])
    found = {(one.field, one.before, one.after) for one in diff.compare(before, build([more]))}
    assert found == {
        ("participant", "", "SYR, Ayman Sousan, assistant"),
        ("topic", "sanctions", ""),
        ("topic", "", "energy"),
    }


def test_a_change_reads_as_a_sentence():
    change = diff.Change("changed", "m-1", "Mikdad – Lavrov", "correction", "city", "", "Damascus")
    assert change.line() == "changed   m-1  Mikdad – Lavrov: city empty → Damascus (correction)"
    merged = diff.Change("merged", "m-1", "Mikdad – Lavrov", "new source", after="m-2")
    assert merged.line() == "merged    m-1  Mikdad – Lavrov → m-2 (new source)"


def test_a_link_to_a_merged_meeting_leads_to_the_one_that_answers(tmp_path: Path):
    publish.publish(handmade.built(), tmp_path, {})
    publish.correct(tmp_path, [acts.Act("merge", "m-visit", "rana", AT, after="m-call")])
    found = fate.of(tmp_path, "m-visit")
    assert (found.became, found.meeting_id) == ("merged", "m-call")
    assert found.row["mode"] == "phone"
    assert fate.of(tmp_path, "m-call").became == "present"


def test_a_link_to_a_withdrawn_meeting_shows_what_it_was(tmp_path: Path):
    publish.publish(build([article(1), article(2, date="2021-05-01")]), tmp_path, {})
    gone = merge.merge([article(2, date="2021-05-01")])[0].meeting_id
    publish.publish(build([article(1)]), tmp_path, {})
    found = fate.of(tmp_path, gone)
    assert (found.became, found.row["date"]) == ("withdrawn", "2021-05-01")


def test_an_id_that_never_was_is_unknown_and_one_of_old_is_withdrawn(tmp_path: Path):
    publish.publish(handmade.built(), tmp_path, {})
    ledger.write(tmp_path, {"m-old": "m-old"})
    assert fate.of(tmp_path, "m-old").became == "withdrawn"
    assert fate.of(tmp_path, "m-never").became == "unknown"
