"""Who is who across the corpus: one row a person, whatever the spelling, and namesakes apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import people
from pipeline.records import Level, Meeting, PartialDate, Participant, Report


def met(number: int, day: str | None, *participants: Participant, status: str = "held") -> Meeting:
    """A meeting of these participants on that day."""
    report = Report(
        doc_id=f"d-{number}",
        ordinal=0,
        status=status,
        mode="in_person",
        participants=participants,
        date=PartialDate.from_iso(day) if day else None,
    )
    return Meeting(f"m-{number:03d}", report, ((f"d-{number}", True),))


def who(
    name: str,
    party: str = "SYR",
    role: str = "Foreign Minister",
    level: Level = "minister",
    person_id: str | None = None,
) -> Participant:
    """A participant."""
    return Participant(party, party, "country", name, role, level, person_id=person_id)


MIKDAD = [
    met(1, "2021-02-17", who("Fayssal Mikdad")),
    met(2, "2021-03-01", who("Faisal al-Miqdad")),
    met(3, "2022-02-16", who("Faysal Al-Mikdad")),
    met(4, "2022-06-01", who("Mekdad")),
]


def test_four_spellings_are_one_person_with_counts() -> None:
    """All spellings are listed, the fullest most frequent one names the row."""
    resolved = people.resolve(MIKDAD)
    (row,) = resolved.people
    assert set(row.aliases) | {row.name} == {"Fayssal Mikdad", "Faisal al-Miqdad", "Faysal Al-Mikdad", "Mekdad"}
    assert row.n_meetings == 4
    assert (row.first_seen.iso(), row.last_seen.iso()) == ("2021-02-17", "2022-06-01")
    assert {(name.name, name.n_meetings) for name in resolved.names} == {
        (m.report.participants[0].name, 1) for m in MIKDAD
    }


def test_every_participant_row_carries_the_person() -> None:
    """The id is the same at all four meetings."""
    ids = {
        participant.person_id
        for meeting in people.resolve(MIKDAD).meetings
        for participant in meeting.report.participants
    }
    assert len(ids) == 1


def test_two_people_of_one_surname_are_two() -> None:
    """Bashar al-Jaafari of Syria and Ibrahim al-Jaafari of Iraq; and two of one surname in one country."""
    meetings = [
        met(1, None, who("Bashar al-Jaafari")),
        met(2, None, who("Ibrahim al-Jaafari", "IRQ")),
        met(3, None, who("Ali al-Jaafari")),
    ]
    assert len(people.resolve(meetings).people) == 3


def test_namesakes_of_two_countries_are_two() -> None:
    """A name says nothing across borders."""
    meetings = [met(1, None, who("Mohammed Ali", "EGY")), met(2, None, who("Mohammed Ali", "SDN"))]
    assert len(people.resolve(meetings).people) == 2


def test_namesakes_of_two_offices_at_one_time_are_two() -> None:
    """A minister who is ambassador between two ministerial meetings is somebody else."""
    ambassador = who("Ali Hassan", role="Ambassador", level="ambassador")
    meetings = [
        met(1, "2021-01-01", who("Ali Hassan")),
        met(2, "2021-01-05", ambassador),
        met(3, "2021-01-09", who("Ali Hassan")),
    ]
    assert sorted(row.role for row in people.resolve(meetings).people) == ["Ambassador", "Foreign Minister"]


def test_one_person_in_two_offices_after_each_other_is_one() -> None:
    """Promotion: the deputy of 2019 is the minister of 2021, with both offices and their dates."""
    deputy = who("Fayssal Mikdad", role="Deputy Foreign Minister", level="deputy_minister")
    resolved = people.resolve([met(1, "2019-05-01", deputy), *MIKDAD[1:]])
    assert len(resolved.people) == 1
    assert [(office.role, office.first_seen.iso(), office.last_seen.iso()) for office in resolved.offices] == [
        ("Deputy Foreign Minister", "2019-05-01", "2019-05-01"),
        ("Foreign Minister", "2021-03-01", "2022-06-01"),
    ]
    assert resolved.people[0].role == "Foreign Minister"


def test_a_registered_person_gathers_the_unlinked_spellings() -> None:
    """Where the register knows somebody, spellings it lacks get the same id."""
    meetings = [
        met(1, None, who("Sergey Lavrov", "RUS", person_id="sergey-lavrov")),
        met(2, None, who("Sergej Lavrow", "RUS")),
    ]
    assert [row.person_id for row in people.resolve(meetings).people] == ["sergey-lavrov"]


def test_a_surname_that_fits_two_people_is_given_to_neither() -> None:
    """Beside Igor and Sergei Ivanov, a mere "Ivanov" stays a row of his own."""
    meetings = [met(n, None, who(name, "RUS")) for n, name in enumerate(("Igor Ivanov", "Sergei Ivanov", "Ivanov"))]
    assert len(people.resolve(meetings).people) == 3


def test_background_does_not_count_as_a_meeting() -> None:
    """Only held meetings make first seen, last seen and the number of meetings."""
    (row,) = people.resolve([met(1, "2021-02-17", who("Fayssal Mikdad"), status="mentioned")]).people
    assert (row.n_meetings, row.first_seen) == (0, None)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_meetings_does_not_matter(order: list[int]) -> None:
    """Any order gives the same rows."""
    meetings = [*MIKDAD, met(5, None, who("Bashar al-Jaafari")), met(6, None, who("Ali al-Jaafari"))]
    assert people.resolve([meetings[index] for index in order]) == people.resolve(meetings)
