"""Which reports have to be compared again when articles are added: those that what is new could change, no other.

Whether two reports agree is a matter of the two alone, and meetings are made within circles of reports that agree.
So a circle that no new report joins stays as it is.
Three things reach further: a block so large that the reports in it are compared by turns, an article that turns out to
be a reprint, and the ids that earlier builds gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline import merge, tellings
from pipeline.adding.filed import Bits, Filed, Keys, among
from pipeline.adding.ground import UnusualError

Load = Callable[[Collection[int]], list[tellings.Telling]]


def reports(
    filed: Filed,
    fresh: Sequence[tellings.Telling],
    load: Load,
    known: Mapping[str, str],
    aliases: pd.DataFrame,
    doc_ids: Collection[str],
) -> list[tellings.Telling]:
    """The new reports, and the old ones to be compared again with them.

    Args:
        filed: What merging knew of the old reports.
        fresh: The new reports.
        load: Gives old reports by their places in ``filed``.
        known: Ids of earlier builds, as ``merge`` takes them.
        aliases: The former ids in force.
        doc_ids: Old articles that are reprints now and were none, or the reverse.

    Raises:
        UnusualError: The ids of earlier builds are not those that the build in force was made with.
    """
    fresh_keys = Keys.of(fresh)
    touched = np.zeros(len(filed.report_ids), dtype=np.bool_)
    touched[_agreeing(filed, fresh, fresh_keys, load)] = True
    touched[filed.places(filed.doc_ids, doc_ids)] = True
    answers = _Answers(known)
    unsettled = answers.unsettled(aliases, set(filed.meeting_ids))
    touched[filed.places(filed.meeting_ids, unsettled)] = True
    count = -1
    while count != (count := int(touched.sum())):
        touched |= np.isin(filed.circles, np.unique(filed.circles[touched]))
        touched[_crowded(filed.keys, fresh_keys, touched)] = True
        ids = {filed.report_ids[place] for place in np.flatnonzero(touched)} | {one.report_id for one in fresh}
        touched[filed.places(filed.report_ids, answers.related(ids))] = True
    return [*fresh, *load(np.flatnonzero(touched).tolist())]


def _agreeing(filed: Filed, fresh: Sequence[tellings.Telling], keys: Keys, load: Load) -> list[int]:
    """Places of the old reports that a new one agrees with.

    Loaded is whoever is filed where a new report is filed or looks, or looks where one is filed: so the blocks in
    which a new report is compared are whole, and it is compared as among all.
    """
    near = among(filed.keys.hashes, keys.hashes) & filed.keys.homes
    near |= among(filed.keys.hashes, keys.hashes[keys.homes])
    places = np.unique(filed.keys.reports[near]).tolist()
    told = sorted([*fresh, *load(places)], key=lambda telling: telling.report_id)
    is_fresh = {one.report_id for one in fresh}
    found = {
        told[other].report_id
        for one, others in merge.partners(told).items()
        if told[one].report_id in is_fresh
        for other in others
    }
    return [place for place in places if filed.report_ids[place] in found]


def _crowded(filed: Keys, fresh: Keys, touched: Bits) -> list[int]:
    """Whoever is filed in a block with a touched report, where it is so large that who is compared depends on all.

    A new report in such a block also decides who of it is compared with those that look there.
    """
    homes = fresh.hashes[fresh.homes]
    keys = np.concatenate((homes, filed.hashes[filed.homes & touched[filed.reports]]))
    inside = filed.homes & among(filed.hashes, keys)
    found, counts = np.unique(np.concatenate((homes, filed.hashes[inside])), return_counts=True)
    crowded = found[counts > merge.MANY_REPORTS]
    inside &= among(filed.hashes, crowded)
    inside |= among(filed.hashes, np.intersect1d(crowded, homes))
    places: list[int] = filed.reports[inside].tolist()
    return places


class _Answers:
    """The ids of earlier builds, from an id to what answers for it and back."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.answered: dict[str, list[str]] = defaultdict(list)
        for old_id, meeting_id in known.items():
            self.answered[meeting_id].append(old_id)

    def related(self, ids: Iterable[str]) -> set[str]:
        """These ids, and all that a meeting which inherits one of them could inherit."""
        found = set(ids)
        waiting = list(found)
        while waiting:
            one = waiting.pop()
            for other in (self.known.get(one, one), *self.answered.get(one, ())):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def unsettled(self, aliases: pd.DataFrame, meeting_ids: set[str]) -> set[str]:
        """Meetings that inherit more at the next build than they have: ids whose own meeting is gone by now."""
        said = set(zip(aliases["old_id"].tolist(), aliases["meeting_id"].tolist(), strict=True))
        said |= {(one, one) for one in meeting_ids}
        if not said <= self.known.items():
            raise UnusualError("the list of ids is not the one of the build in force")
        return {answer for _, answer in self.known.items() - said if answer in meeting_ids}
