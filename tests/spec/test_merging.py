"""When two articles tell of one meeting, and what the one row then says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import copies, merge
from pipeline.records import Evidence, Extraction, Meeting
from tests import annotated

PAIRS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "pairs" / "meetings.jsonl").open(encoding="utf-8")
]
CORPUS = [article for number, told in enumerate(PAIRS) for article in annotated.pair(told, number)]

LAVROV = {
    "text": "Foreign Minister Faisal Mikdad spoke by telephone on Wednesday with Sergey Lavrov about the Geneva talks.",
    "date": "2021-02-17",
    "mode": "phone",
    "people": ["Faisal Mikdad|SYR|foreign minister", "Sergey Lavrov|RUS|foreign minister"],
    "topics": ["political_process"],
}


def article(number: int = 0, **changes: object) -> Extraction:
    """One article on the call of Mikdad and Lavrov, with changes."""
    return annotated.pair({"a": {**LAVROV, **changes}, "b": LAVROV}, number)[0]


def grouping(meetings: Sequence[Meeting]) -> set[frozenset[str]]:
    """Which articles tell of one meeting."""
    return {frozenset(doc_id for doc_id, _ in meeting.sources) for meeting in meetings}


def test_written_pairs_are_decided_right() -> None:
    """Of the written pairs, half of which must stay apart, 95 in a hundred are decided right."""
    wrong = [
        told["why"]
        for number, told in enumerate(PAIRS)
        if (len(merge.merge(annotated.pair(told, number))) == 1) != told["same"]
    ]
    assert len(PAIRS) >= 60
    assert 0.45 <= sum(told["same"] for told in PAIRS) / len(PAIRS) <= 0.55
    assert len(wrong) <= 0.05 * len(PAIRS), wrong


def test_all_written_pairs_together_merge_as_each_alone() -> None:
    """The other articles of a corpus do not change what two of them tell."""
    together = grouping(merge.merge(CORPUS))
    alone = set().union(*(grouping(merge.merge(annotated.pair(told, n))) for n, told in enumerate(PAIRS)))
    assert together == alone


def test_two_reports_of_one_article_are_two_meetings() -> None:
    """An article that tells of two sittings means two, even when nothing tells them apart."""
    told = article()
    twice = replace(told, reports=(told.reports[0], replace(told.reports[0], ordinal=1)))
    assert len(merge.merge([twice])) == 2


def test_a_report_that_fits_two_meetings_joins_neither() -> None:
    """Without a day, "spoke with Lavrov" can be either of two calls; nobody could tell, so it stays alone."""
    text = "Mikdad and Lavrov reviewed by telephone sanctions, reconstruction, returning refugees and committees."
    first = article(1, text=text, date="2021-02-17")
    second = article(2, text=text, date="2021-03-09")
    unclear = article(3, text=text, date=None)
    assert len(merge.merge([first, unclear])) == 1
    assert len(merge.merge([first, second, unclear])) == 3


def test_the_row_takes_the_most_precise_and_best_founded_value() -> None:
    """A printed day beats a month, a city beats none, a known mode beats an unknown one."""
    vague = article(1, date="2021-02", mode="unknown", date_basis="occasion")
    exact = article(2, text=LAVROV["text"] + " Both welcomed it.")
    (meeting,) = merge.merge([vague, exact])
    assert meeting.report.date is not None
    assert meeting.report.date.iso() == "2021-02-17"
    assert meeting.report.date_basis == "stated"
    assert meeting.report.mode == "phone"


def test_a_printed_day_beats_the_day_of_publication() -> None:
    """Of two days the one that the text prints is the meeting's, the other is a conflict."""
    printed = article(1)
    assumed = article(2, date="2021-02-18", date_basis="published")
    (meeting,) = merge.merge([assumed, printed])
    assert meeting.report.date == printed.reports[0].date
    assert ("date", "2021-02-18", assumed.document.doc_id) in meeting.conflicts


def test_sources_that_contradict_each_other_are_kept_side_by_side() -> None:
    """One says phone, the other met: one row, and the conflict names field, value and article."""
    phone, met = article(1), article(2, mode="in_person")
    (meeting,) = merge.merge([phone, met])
    fields = {field for field, _, _ in meeting.conflicts}
    assert fields == {"mode"}
    assert meeting.report.mode in {"phone", "in_person"}


def test_every_participant_is_listed_once_under_the_fullest_name() -> None:
    """Surname in one article, full name in the other, an attendee in a third: three rows."""
    short = article(1, people=["Mikdad|SYR|minister", "Lavrov|RUS|minister"])
    full = article(
        2, people=["Faisal al-Mekdad|SYR|foreign minister", "Sergey Lavrov|RUS|", "Ayman Sousan|SYR|assistant|present"]
    )
    (meeting,) = merge.merge([short, full])
    assert sorted(person.name for person in meeting.report.participants if person.name) == [
        "Ayman Sousan",
        "Faisal al-Mekdad",
        "Sergey Lavrov",
    ]


def test_an_unnamed_side_is_filled_by_the_other_report() -> None:
    """Lavrov is who "his Russian counterpart" was, once another article names him."""
    unnamed = article(1, people=["Mikdad|SYR|foreign minister", "|RUS|foreign minister"])
    (meeting,) = merge.merge([unnamed, article(2)])
    assert len(meeting.report.participants) == 2
    assert all(person.name for person in meeting.report.participants)


def test_a_planned_meeting_that_was_held_is_held_with_both_sources() -> None:
    """The announcement stays as a source of the meeting it announced."""
    planned = article(1, status="planned", published="2021-02-15")
    held = article(2, published="2021-02-17")
    (meeting,) = merge.merge([planned, held])
    assert meeting.report.status == "held"
    assert len(meeting.sources) == 2
    assert [doc_id for doc_id, is_lead in meeting.sources if is_lead] == [held.document.doc_id]


def test_evidence_of_all_sources_is_kept() -> None:
    """Each piece of evidence names the article it stands in."""
    sources = []
    for number in (1, 2):
        told = article(number)
        piece = Evidence("mode", "phone", 37, 49, told.document.text[37:49], "trigger")
        sources.append(replace(told, reports=(replace(told.reports[0], evidence=(piece,)),)))
    (meeting,) = merge.merge(sources)
    assert {doc_id for doc_id, _ in meeting.evidence} == {told.document.doc_id for told in sources}


def test_agreeing_sources_make_a_row_surer_and_never_certain() -> None:
    """Confidence rises with independent sources and stays below one."""
    alone = merge.merge([article(1)])[0].report.confidence
    both = merge.merge([article(1), article(2)])[0].report.confidence
    many = merge.merge([article(number) for number in range(12)])[0].report.confidence
    assert alone < both < many < 1.0


PRESS = (
    "The two ministers reviewed relations between their countries and ways to widen them in trade, transport and higher "
    "education. They agreed that the joint committee should sit before the end of the year and asked experts to prepare "
    "agreements on visas and on agricultural quarantine. Regional matters of common concern were also on the agenda. "
)


def test_a_reprint_under_another_headline_is_no_independent_source() -> None:
    """An agency text that another outlet prints again is a source, but adds no confidence."""
    original = article(1, text="Mikdad, Lavrov talk trade. " + PRESS, published="2021-02-17")
    reprint = article(
        2, text="Syria and Russia to widen trade ties: " + PRESS + "Read more on our site.", published="2021-02-18"
    )
    found = copies.copies([reprint.document, original.document])
    assert found == {reprint.document.doc_id: original.document.doc_id}
    (meeting,) = merge.merge([original, reprint])
    assert len(meeting.sources) == 2
    assert meeting.report.confidence == original.reports[0].confidence


def test_two_own_reports_of_one_meeting_are_not_reprints() -> None:
    """Both sides tell of the same talks in their own words."""
    other = (
        "Talks in Moscow dealt with commerce and with railways. Students will find it easier to get visas once experts "
        "have written the agreement, the ministry said, adding that farm exports need new quarantine rules soon. "
    )
    assert copies.copies([article(1, text=PRESS).document, article(2, text=other).document]) == {}


def test_an_id_stays_when_articles_are_added() -> None:
    """A second source, even an earlier one, leaves the id of the meeting alone."""
    first = article(1, published="2021-02-18")
    earlier = article(2, published="2021-02-17")
    before = merge.merge([first])
    after = merge.merge([first, earlier], merge.meeting_ids(before))
    assert after[0].meeting_id == before[0].meeting_id


@pytest.mark.parametrize("oldest", [0, 1])
def test_when_two_known_meetings_merge_the_older_id_stays_and_the_other_redirects(oldest: int) -> None:
    """Two rows of earlier builds turn out to be one meeting; which is older is not read from the ids."""
    articles = [article(1, date="2021-02-16"), article(2)]
    known: dict[str, str] = {}
    for index in (oldest, 1 - oldest):
        known = merge.meeting_ids(merge.merge([articles[index]]), known)
    ids = [merge.merge([told])[0].meeting_id for told in articles]
    mended = replace(articles[0], reports=(replace(articles[0].reports[0], date=articles[1].reports[0].date),))
    (meeting,) = merge.merge([mended, articles[1]], known)
    assert meeting.meeting_id == ids[oldest]
    assert meeting.aliases == (ids[1 - oldest],)


def test_a_report_that_is_split_off_again_gets_its_own_id() -> None:
    """When better rules part two reports, the founding report keeps the id."""
    one, two = article(1), article(2)
    (merged,) = merge.merge([one, two])
    parted = replace(two, reports=(replace(two.reports[0], date=one.reports[0].date, country="RUS"),))
    apart = replace(one, reports=(replace(one.reports[0], country="SYR"),))
    meetings = merge.merge([apart, parted], merge.meeting_ids([merged]))
    assert len({meeting.meeting_id for meeting in meetings}) == 2
    assert merged.meeting_id in {meeting.meeting_id for meeting in meetings}


def test_an_id_does_not_depend_on_date_names_or_topics() -> None:
    """Better rules for a field leave the id alone."""
    told = article(1)
    better = replace(told, reports=(replace(told.reports[0], date=None, date_basis=None, topics=()),))
    assert merge.merge([told])[0].meeting_id == merge.merge([better])[0].meeting_id


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(CORPUS))))
def test_the_order_of_articles_does_not_matter(order: list[int]) -> None:
    """Any order gives the same meetings, to the last field."""
    assert merge.merge([CORPUS[index] for index in order]) == merge.merge(CORPUS)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, len(CORPUS) - 1)), st.sets(st.integers(0, len(CORPUS) - 1)))
def test_two_builds_give_what_one_build_gives(first: set[int], second: set[int]) -> None:
    """build(A∪B) equals build(A) then build(B), save for which of two ids stays; no id of A is lost."""
    ours = [CORPUS[index] for index in sorted(first)]
    both = [CORPUS[index] for index in sorted(first | second)]
    before = merge.merge(ours)
    known = merge.meeting_ids(before)
    later, at_once = merge.merge(both, known), merge.merge(both)
    assert grouping(later) == grouping(at_once)
    assert [{meeting.meeting_id, *meeting.aliases} for meeting in sorted(later, key=lambda m: m.sources)] == [
        {meeting.meeting_id, *meeting.aliases} for meeting in sorted(at_once, key=lambda m: m.sources)
    ]
    assert {meeting.meeting_id for meeting in before} <= {meeting.meeting_id for meeting in later} | {
        old for meeting in later for old in meeting.aliases
    }


@pytest.mark.parametrize("number", range(0, len(CORPUS), 7))
def test_the_same_article_twice_is_one_source(number: int) -> None:
    """A file that lies in two folders counts once."""
    once = CORPUS[number]
    again = replace(once, document=replace(once.document, path="elsewhere/" + once.document.path))
    assert grouping(merge.merge([once, again])) == grouping(merge.merge([once]))


def test_publication_decides_between_news_and_history() -> None:
    """An article of December cannot report as news, without a day, a meeting of November."""
    text = "Mikdad and Lavrov spoke of returning refugees, reconstruction and the committees by telephone."
    november = article(1, text=text, date="2021-11-01", published="2021-11-02")
    december = article(2, text=text, date=None, published=str(date(2021, 12, 20)))
    assert len(merge.merge([november, december])) == 2


def test_a_summit_that_a_whole_news_crawl_reports_is_one_meeting() -> None:
    """Six hundred reports of one day, and a second pair of people that day, take seconds and become two rows."""
    others = ["Mikhail Bogdanov|RUS|deputy foreign minister", "Bashar al-Jaafari|SYR|deputy foreign minister"]
    crawl = [article(number) for number in range(600)] + [article(number, people=others) for number in range(600, 640)]
    assert sorted(len(meeting.sources) for meeting in merge.merge(crawl, copies={})) == [40, 600]
