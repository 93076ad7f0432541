"""Human corrections laid over what was extracted: the analyst has the last word, at once and after every build.

``apply`` is a function of the tables and the acts.
It changes only the rows of meetings that an act names, derives again what follows from them (title, setting, counts,
people) and says which acts found nothing to act on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline import acts as deeds
from pipeline import drafts, laying, overlay, tables


def apply(
    frames: tables.Tables,
    acts: Sequence[deeds.Act],
    *,
    register: drafts.Register | None = None,
    locate: drafts.Locate | None = None,
) -> tuple[tables.Tables, list[deeds.Unplaced]]:
    """Lay acts over tables.

    Args:
        frames: The tables as extracted; they are not changed.
        acts: All acts in the order they were written; those that were taken back are left out here.
        register: Names and coordinates of parties that a correction brings in.
        locate: Coordinates of a city in a country, for a corrected place.

    Returns:
        The corrected tables, and every act that found no target or could not be laid over it.
        The same tables and acts always give the same result.
    """
    standing = list(deeds.in_force(acts))
    unplaced = _lost_undos(acts)
    desk = _open(frames, standing, register, locate)
    for act in standing:
        reason = _lay(desk, act)
        if reason:
            unplaced.append(deeds.Unplaced(reason, act.act_id, act.target))
    if not desk.touched:
        return frames, unplaced
    return _close(desk), unplaced


def _lost_undos(acts: Sequence[deeds.Act]) -> list[deeds.Unplaced]:
    known = {act.act_id for act in acts}
    return [
        deeds.Unplaced(f"there is no act {act.target} to take back", act.act_id, act.target)
        for act in acts
        if act.deed == "undo" and act.target not in known
    ]


def _open(
    frames: tables.Tables,
    acts: Iterable[deeds.Act],
    register: drafts.Register | None,
    locate: drafts.Locate | None,
) -> drafts.Desk:
    """Take out the rows of all meetings that acts name."""
    redirects = dict(zip(frames.aliases["old_id"].tolist(), frames.aliases["meeting_id"].tolist(), strict=True))
    desk = drafts.Desk(frames, locate, register, redirects=redirects)
    listed = [act for act in acts if act.deed != "undo"]
    wanted = {act.target for act in listed} | {str(act.after) for act in listed if act.deed == "merge"}
    wanted = {drafts.resolve(redirects, target) for target in wanted}
    for row in overlay.rows(frames.meetings[frames.meetings["meeting_id"].isin(wanted)]):
        desk.drafts[row["meeting_id"]] = drafts.Draft(row, {name: [] for name in drafts.PART_TABLES})
    for name in drafts.PART_TABLES:
        frame = getattr(frames, name)
        for row in overlay.rows(frame[frame["meeting_id"].isin(desk.drafts)]):
            desk.drafts[row["meeting_id"]].parts[name].append(row)
    desk.originals = set(desk.drafts)
    return desk


def _lay(desk: drafts.Desk, act: deeds.Act) -> str | None:
    """Do one act; the reason when it cannot be done."""
    if act.deed == "add" and act.object == "meeting":
        return laying.add_meeting(desk, act)
    draft = desk.drafts.get(drafts.resolve(desk.redirects, act.target))
    if draft is None:
        return f"there is no meeting {act.target}"
    reason = laying.ACTIONS[act.object, act.deed](desk, draft, act)
    if reason is None:
        desk.touched.add(draft.meeting_id)
    return reason


def _close(desk: drafts.Desk) -> tables.Tables:
    """Put the drafts back among the rows nobody touched."""
    for meeting_id in sorted(desk.touched & set(desk.drafts)):
        drafts.derive(desk.drafts[meeting_id])
    changed = {
        name: [row for draft in desk.drafts.values() for row in draft.parts[name]] for name in drafts.PART_TABLES
    }
    changed["meetings"] = [draft.meeting for draft in desk.drafts.values()]
    return overlay.reassemble(desk.frames, changed, desk.originals, desk.redirects, desk.register)
