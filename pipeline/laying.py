"""What each act does to a meeting: one function a deed, which says why when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pipeline import acts as deeds
from pipeline import drafts, names, schema

EVIDENCE_FIELDS: Final = {
    "date": "date", "date_end": "date", "status": "status", "mode": "mode", "city": "place", "country": "place",
    "latitude": "place", "longitude": "place", "venue": "place", "occasion": "occasion",
}  # fmt: skip
"""Which evidence supports a column of ``meetings``."""

Row = dict[str, Any]


def _confirm(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    draft.meeting["review"] = "corrected" if draft.is_corrected else "confirmed"
    return None


def _reject(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    draft.meeting["review"] = "rejected"
    return None


def _correct_meeting(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    column = act.field or ""
    drafts.keep_original(draft, EVIDENCE_FIELDS[column], draft.meeting[column])
    draft.meeting[column] = act.after
    if column == "date":
        _settle_date(draft.meeting)
    if column in ("city", "country"):
        found = drafts.position(desk, draft.meeting)
        draft.meeting["latitude"], draft.meeting["longitude"] = found or (None, None)
    drafts.mark(draft)
    return None


def _settle_date(meeting: Row) -> None:
    """What follows from a corrected date."""
    value = meeting["date"]
    meeting["date_precision"] = {4: "year", 7: "month", 10: "day"}[len(value)] if value else "unknown"
    meeting["date_basis"] = "corrected"
    end = meeting["date_end"]
    if end and (not value or end < value[: len(end)]):
        meeting["date_end"] = None


def _correct_participant(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    found = drafts.participant(draft, act.row)
    if found is None:
        return f"{draft.meeting_id} has no participant {drafts.shown(act.row)}"
    column = act.field or ""
    drafts.keep_original(draft, "participant", found[column] if column != "principal" else found["name"])
    found[column] = act.after
    if column == "party_id":
        drafts.settle_party(desk, found)
    if column in ("name", "party_id"):
        found["person_id"] = drafts.person_id(desk, found)
    drafts.mark(draft)
    return None


def _add_participant(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    added = drafts.new_participant(desk, draft.meeting_id, act.after)
    rows = draft.parts["participants"]
    same = [row for row in rows if row["party_id"] == added["party_id"]]
    if any(row["name"] == added["name"] for row in same):
        return f"{draft.meeting_id} has the participant {drafts.shown(added)} already"
    # A party of which nobody was named has one row without a name; the person takes its place.
    rows[:] = [row for row in rows if row["name"] or row["party_id"] != added["party_id"]]
    rows.append(added)
    drafts.mark(draft)
    return None


def _remove_participant(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    found = drafts.participant(draft, act.row)
    if found is None:
        return f"{draft.meeting_id} has no participant {drafts.shown(act.row)}"
    drafts.keep_original(draft, "participant", found["name"] or found["party"])
    draft.parts["participants"] = [row for row in draft.parts["participants"] if row is not found]
    drafts.mark(draft)
    return None


def _add_topic(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    topic = act.row["topic"]
    if topic not in set(desk.frames.topics["topic"]):
        return f"there is no topic {topic}"
    kept = [row for row in draft.parts["meeting_topics"] if row["topic"] != topic]
    draft.parts["meeting_topics"] = [*kept, {"meeting_id": draft.meeting_id, "topic": topic, "confidence": 1.0}]
    drafts.mark(draft)
    return None


def _remove_topic(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    topic = act.row["topic"]
    kept = [row for row in draft.parts["meeting_topics"] if row["topic"] != topic]
    if len(kept) == len(draft.parts["meeting_topics"]):
        return f"{draft.meeting_id} has no topic {topic}"
    drafts.keep_original(draft, "topic", topic)
    draft.parts["meeting_topics"] = kept
    drafts.mark(draft)
    return None


def _merge(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    """Fold the target into the meeting that ``after`` names."""
    stays = desk.drafts.get(drafts.resolve(desk.redirects, str(act.after)))
    if stays is None:
        return f"there is no meeting {act.after} to merge with"
    if stays is draft:
        return f"{act.target} and {act.after} are one meeting already"
    gone = draft.meeting_id
    for name, rows in draft.parts.items():
        moved = [{**row, "meeting_id": stays.meeting_id} for row in rows]
        stays.parts[name] = _union(name, stays.parts[name], moved)
    for column in ("date", "date_end", "city", "country", "latitude", "longitude", "venue", "occasion"):
        if stays.meeting[column] is None and _may_take(stays.meeting, draft.meeting, column):
            stays.meeting[column] = draft.meeting[column]
            if column == "date":
                stays.meeting["date_precision"] = draft.meeting["date_precision"]
                stays.meeting["date_basis"] = draft.meeting["date_basis"]
    if stays.meeting["mode"] == "unknown":
        stays.meeting["mode"] = draft.meeting["mode"]
    del desk.drafts[gone]
    desk.redirects[gone] = stays.meeting_id
    desk.touched.add(stays.meeting_id)
    drafts.mark(stays)
    return None


def _may_take(stays: Row, gone: Row, column: str) -> bool:
    """Whether an empty cell may be filled from the other meeting: a place only as a whole, an end only of that date."""
    if column in ("city", "latitude", "longitude"):
        return bool(stays["country"] in (None, gone["country"]))
    return column != "date_end" or stays["date"] == gone["date"]


def _union(name: str, ours: list[Row], theirs: list[Row]) -> list[Row]:
    """Rows of both, each thing once."""
    keys = {"participants": ("party_id", "name"), "meeting_topics": ("topic",), "meeting_sources": ("doc_id",)}
    columns = keys.get(name) or tuple(ours[0] if ours else theirs[0] if theirs else ())
    joined = list(ours)
    for row in theirs:
        if name == "participants":
            if any(_is_same(row, known) for known in joined):
                continue
        elif any(all(row[column] == known[column] for column in columns) for known in joined):
            continue
        joined.append({**row, "is_lead": False} if name == "meeting_sources" and joined else row)
    if name == "participants":
        named = {row["party_id"] for row in joined if row["name"]}
        joined = [row for row in joined if row["name"] or row["party_id"] not in named]
    return joined


def _is_same(one: Row, other: Row) -> bool:
    if one["party_id"] != other["party_id"]:
        return False
    if not one["name"] or not other["name"]:
        return bool(one["name"] == other["name"])
    return names.same_person(one["name"], other["name"])


def _split(desk: drafts.Desk, draft: drafts.Draft, act: deeds.Act) -> str | None:
    """Move articles, or guests of the first party, to a meeting of their own."""
    new_id = "m-" + act.act_id.removeprefix("c-")
    doc_ids = set(act.after.get("doc_ids", ()))
    party_ids = set(act.after.get("party_ids", ()))
    told = {row["doc_id"] for row in draft.parts["meeting_sources"]}
    parties = {row["party_id"] for row in draft.parts["participants"]}
    if doc_ids and not (doc_ids <= told and doc_ids < told):
        return f"{draft.meeting_id} cannot give up {drafts.shown(doc_ids)}: its sources are {drafts.shown(told)}"
    host = draft.parts["participants"][0]["party_id"]
    if not doc_ids and (not party_ids or host in party_ids or len(parties - party_ids) < 2 or not party_ids < parties):
        return f"{draft.meeting_id} cannot give up {drafts.shown(party_ids)}: its parties are {drafts.shown(parties)}"
    parts: dict[str, list[Row]] = {}
    for name, rows in draft.parts.items():
        goes = [row for row in rows if _goes(name, row, doc_ids, party_ids | {host})]
        stays = [row for row in rows if not _leaves(name, row, doc_ids, party_ids)]
        parts[name] = [{**row, "meeting_id": new_id} for row in goes]
        draft.parts[name] = stays
    parted = drafts.Draft({**draft.meeting, "meeting_id": new_id}, parts)
    desk.drafts[new_id] = parted
    desk.touched.add(new_id)
    drafts.mark(draft)
    drafts.mark(parted)
    return None


def _goes(name: str, row: Row, doc_ids: set[str], party_ids: set[str]) -> bool:
    """Whether a row belongs to the meeting that is split off."""
    if doc_ids:
        return bool("doc_id" not in row or row["doc_id"] in doc_ids)
    return bool(name != "participants" or row["party_id"] in party_ids)


def _leaves(name: str, row: Row, doc_ids: set[str], party_ids: set[str]) -> bool:
    """Whether a row no longer belongs to the meeting that stays."""
    if doc_ids:
        return bool("doc_id" in row and row["doc_id"] in doc_ids)
    return name == "participants" and row["party_id"] in party_ids


def add_meeting(desk: drafts.Desk, act: deeds.Act) -> str | None:
    """A meeting that extraction missed."""
    told = dict(act.after)
    meeting_id = act.target
    if meeting_id in desk.drafts or (desk.frames.meetings["meeting_id"] == meeting_id).any():
        return f"there is a meeting {meeting_id} already"
    known = set(desk.frames.documents["doc_id"])
    doc_ids = list(dict.fromkeys(told.get("doc_ids", ())))
    lost = [doc_id for doc_id in doc_ids if doc_id not in known]
    if lost:
        return f"there is no article {drafts.shown(lost)}"
    blank: Row = dict.fromkeys(column.name for column in schema.TABLES["meetings"].columns)
    given = {name: told[name] for name in deeds.MEETING_FIELDS if name in told}
    meeting = {**blank, "status": "held", "mode": "unknown", "confidence": 1.0, **given, "meeting_id": meeting_id}
    meeting |= {"date_precision": "unknown", "review": "corrected"}
    if meeting["date"]:
        _settle_date(meeting)
    draft = drafts.Draft(meeting, {name: [] for name in drafts.PART_TABLES})
    for participant in told["participants"]:
        draft.parts["participants"].append(drafts.new_participant(desk, meeting_id, participant))
    topics = sorted(set(told.get("topics", ())) & set(desk.frames.topics["topic"]))
    draft.parts["meeting_topics"] = [{"meeting_id": meeting_id, "topic": topic, "confidence": 1.0} for topic in topics]
    draft.parts["meeting_sources"] = [
        {"meeting_id": meeting_id, "doc_id": doc_id, "is_lead": place == 0} for place, doc_id in enumerate(doc_ids)
    ]
    if meeting["latitude"] is None:
        meeting["latitude"], meeting["longitude"] = drafts.position(desk, meeting) or (None, None)
    desk.drafts[meeting_id] = draft
    desk.touched.add(meeting_id)
    drafts.mark(draft)
    return None


Deed = Callable[[drafts.Desk, drafts.Draft, deeds.Act], str | None]

ACTIONS: Final[Mapping[tuple[str, str], Deed]] = {
    ("meeting", "confirm"): _confirm,
    ("meeting", "reject"): _reject,
    ("meeting", "correct"): _correct_meeting,
    ("meeting", "merge"): _merge,
    ("meeting", "split"): _split,
    ("participant", "correct"): _correct_participant,
    ("participant", "add"): _add_participant,
    ("participant", "remove"): _remove_participant,
    ("topic", "add"): _add_topic,
    ("topic", "remove"): _remove_topic,
}
