"""Erasing for good: events by their ids, and what is past the retention of its source, everywhere in a workspace.

First the run deletes and remembers, then the file is written anew: only then nothing is left in its free pages.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Collection, Dict, List, Mapping, Optional, Sequence, Set, Tuple

import numpy as np

from ..core.cleaning.addresses import normal_address
from ..core.cleaning.columns import Reader
from ..core.cleaning.model import GEOCODE_SCORE
from ..core.cleaning.records import RawBatch, parsed_record
from ..core.cleaning.times import parse_now
from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from ..sources.geocode import CRS
from ..sources.retention import before
from .combine import recount
from .crs import Transformer
from .download import discard_waiting
from .history import definitions_of
from .software import software

SCORE = f"a_{GEOCODE_SCORE}"
_LONG_ENOUGH = 4
_NEAR = 0.05
"""Metres by which a point may have moved on its way from the service into the workspace."""

NO_IDS = QT_TRANSLATE_NOOP(
    "core", "Give the ids of the events to erase, or switch on what is past its retention."
)
NONE_FOUND = QT_TRANSLATE_NOOP(
    "core",
    "None of the {count} ids is in this workspace; nothing was changed. An id is written with its source, as in the column "
    "event_id: {example}.",
)
IN_REASON = QT_TRANSLATE_NOOP(
    "core",
    "The reason names an id that is to be erased, and would be kept with the run: leave the id out of it. Nothing was changed.",
)
ERASED = QT_TRANSLATE_NOOP(
    "core",
    "Erased: {events} events, {versions} earlier versions, {rejects} rejected rows, {addresses} addresses that were looked up.",
)
MISSING = QT_TRANSLATE_NOOP(
    "core", "{count} of the ids are not in this workspace: nothing was to be erased for them."
)
AGAIN = QT_TRANSLATE_NOOP("core", "{count} of the ids had been erased before.")
COUNTED = QT_TRANSLATE_NOOP("core", "The counts of {source} were made again without them.")
REMOVED = QT_TRANSLATE_NOOP(
    "core",
    "The layer {name} of the theme {theme} named what was erased, and was removed: build the theme again.",
)
REBUILD = QT_TRANSLATE_NOOP("core", "Layers of themes still count what was erased: build the themes again.")
WITHOUT_IDS = QT_TRANSLATE_NOOP(
    "core",
    "{source} has no ids of its own: all its rejected rows that equal an earlier one were deleted, since nothing says which of "
    "them repeat what was erased.",
)
PACKING = QT_TRANSLATE_NOOP("core", "Writing the file anew")


@dataclass
class Gone:
    """What was erased, how many by kind, and what a reader should know of it."""

    counts: Counter = field(default_factory=lambda: Counter(events=0, versions=0, rejects=0, addresses=0))
    notes: List[Text] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def note(self, sentence: Text) -> None:
        """Say something, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def said(self) -> Text:
        """Return how much that was in words."""
        names = ("events", "versions", "rejects", "addresses")
        return Text(ERASED, {name: self.counts[name] for name in names})


def read_ids(text: str) -> List[str]:
    """Return ids separated by commas or line ends, or those in the file the text names. Raises `UserError`."""
    if text and "\n" not in text and "," not in text and Path(text).suffix and Path(text).is_file():
        try:
            text = Path(text).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            template = QT_TRANSLATE_NOOP("core", "{file} cannot be read as text in UTF-8: {reason}.")
            raise UserError(Text(template, {"file": text, "reason": str(error)})) from error
    return list(dict.fromkeys(one.strip() for one in re.split(r"[,\n]", text) if one.strip()))


def erase(
    workspace,
    ids: Sequence[str],
    reason: str = "",
    progress: Progress = Silent(),
) -> Gone:
    """Erase events by their ids, and see that they are not stored again.

    Raises `UserError` when none of them was ever here, or the reason names one (nothing is changed then), or when another
    program keeps the file from being written anew (all is deleted then, and the same call finishes it).
    """
    _check_reason(ids, reason)
    definitions = {one.source: one for one in definitions_of(workspace)}
    wanted = _by_source(ids)
    there = {
        source: _present(workspace, definitions.get(source), source, own) for source, own in wanted.items()
    }
    earlier = sum(int(workspace.erased(source).among(own).sum()) for source, own in wanted.items())
    found = sum(len(own & set(wanted[source])) for source, own in there.items())
    if not found and not earlier:
        example = next((f"{source}:123" for source in definitions), "source:123")
        raise UserError(Text(NONE_FOUND, {"count": len(ids), "example": example}))
    gone = Gone()
    sources = [source for source, own in there.items() if own]
    for source in sources:
        discard_waiting(workspace.path, source)
    if sources:
        with workspace.begin("erase", None, {"reason": reason} if reason else {}, software()) as run:
            for number, source in enumerate(sources):
                progress.step(0.5 * number / len(sources))
                own = sorted(there[source])
                _erase_events(workspace, run, source, own, gone)
                definition = definitions.get(source)
                records = run.erase_rejects(source, _rejected_among(definition, own, source))
                gone.counts["rejects"] += len(records)
                looked_up = _addresses(workspace, _addresses_in(definition, records), set())
                gone.counts["addresses"] += run.erase_addresses(looked_up)
                if definition is not None and not definition.mapping.id_columns:
                    gone.note(Text(WITHOUT_IDS, {"source": source}))
                run.remember_erased(source, own)
            run.counts(read=len(ids), withdrawn=gone.counts["events"], notes={"erased": dict(gone.counts)})
    if earlier:
        gone.note(Text(AGAIN, {"count": earlier}))
    if found + earlier < len(ids):
        gone.note(Text(MISSING, {"count": len(ids) - found - earlier}))
    progress.step(0.5, PACKING)
    workspace.shred()
    progress.step(1.0)
    return gone


def apply_retention(
    workspace, now: Optional[np.datetime64] = None, progress: Progress = Silent()
) -> Optional[Gone]:
    """Erase what is past the retention of its source; None where no source has one. Raises `UserError` as `erase` does."""
    kept = [one for one in definitions_of(workspace) if one.retention]
    if not kept:
        return None
    moment, gone = parse_now(now), Gone()
    with workspace.begin("retention", None, {"sources": [one.source for one in kept]}, software()) as run:
        for number, one in enumerate(kept):
            progress.step(0.5 * number / len(kept))
            source, retention, earlier = one.source, one.retention, sum(gone.counts.values())
            oldest = retention.oldest(moment)
            if oldest is not None:
                _erase_events(workspace, run, source, workspace.ids_before(source, oldest), gone)
            limit = before(retention.versions, moment)
            if limit is not None:
                gone.counts["versions"] += run.erase_versions_before(source, limit)
            limit = before(retention.rejects, moment)
            if limit is not None:
                gone.counts["rejects"] += run.erase_rejects_before(source, limit)
            if sum(gone.counts.values()) > earlier:
                discard_waiting(workspace.path, source)
        run.counts(withdrawn=gone.counts["events"], notes={"erased": dict(gone.counts)})
    if gone:
        progress.step(0.5, PACKING)
        workspace.shred()
    progress.step(1.0)
    return gone


def _erase_events(workspace, run, source: str, ids: Sequence[str], gone: Gone) -> None:
    """Erase events and what other tables say of them: addresses, counts, and results that hold their words."""
    traces = run.erase_events(ids, SCORE)
    gone.counts["events"] += traces.events
    gone.counts["versions"] += traces.versions
    if not traces.events and not traces.versions:
        return
    texts = traces.without(workspace.held)
    gone.counts["addresses"] += run.erase_addresses(
        _addresses(workspace, traces.texts["address"], traces.points)
    )
    if recount(workspace, run, source):
        gone.note(Text(COUNTED, {"source": source}))
    for theme, level, name in workspace.results_with(texts) if texts else ():
        run.remove_result(theme, level, name)
        gone.note(Text(REMOVED, {"theme": theme, "name": name}))
    if workspace.results():
        gone.note(Text(REBUILD))


def _addresses(workspace, texts: Set[str], points: Set[Tuple[float, float]]) -> Set[str]:
    """Return the addresses as they were looked up for events that are gone, without those that other events have.

    Of a record whose address was made of several columns only the point is known: every answer there goes, and is
    asked again when it is needed.
    """
    wanted = {normal_address(text) for text in texts}
    if points:
        known = [one for one in workspace.address_points() if one[3] == CRS]
        x, y = (np.array([one[at] for one in known], float) for at in (1, 2))
        metres = np.floor(np.array(Transformer(CRS, workspace.crs)(x, y)).T)
        cells = {cell for point in points for cell in _cells(*point)}
        wanted |= {one[0] for one, metre in zip(known, metres.tolist()) if tuple(metre) in cells}
    wanted.discard("")
    return wanted - {normal_address(text) for text in workspace.addresses()} if wanted else wanted


def _cells(x: float, y: float) -> Set[Tuple[float, float]]:
    """Return the square metres in which a point can be that moved a little."""
    return {
        (float(np.floor(x + dx)), float(np.floor(y + dy))) for dx in (-_NEAR, _NEAR) for dy in (-_NEAR, _NEAR)
    }


def _addresses_in(definition: Optional[SourceDefinition], records: Sequence[Mapping[str, Any]]) -> Set[str]:
    """Return the addresses of rejected records that were looked up, found or not."""
    if definition is None or not records:
        return set()
    names = tuple(name for name in definition.mapping.columns() if any(name in one for one in records))
    columns = {name: [str(record.get(name, "")) for record in records] for name in names}
    number = np.arange(len(records))
    return set(Reader(definition.mapping).addresses(RawBatch("", 0, names, columns, number, number)))


def _by_source(ids: Sequence[str]) -> Dict[str, List[str]]:
    found: Dict[str, List[str]] = {}
    for one in ids:
        found.setdefault(one.partition(":")[0], []).append(one)
    return found


def _present(workspace, definition: Optional[SourceDefinition], source: str, ids: Sequence[str]) -> Set[str]:
    """Return those of the ids that are here: of events, of earlier versions, or in rejected rows.

    Where a source has no ids of its own, an id stands for what a record says: all records that say the same are meant.
    """
    found: Set[str] = workspace.ids_among(ids)
    if definition is not None and not definition.mapping.id_columns:
        for one in list(found):
            same = re.sub(r"(?<=:[0-9a-f]{16})-\d+$", "", one)
            found |= {same, *workspace.ids_between(same + "-", same + ".")} if same else set()
        return found
    missing = {one[len(source) + 1 :] for one in ids} - {one[len(source) + 1 :] for one in found}
    for _, _, record in workspace.rejects(source) if missing else ():
        found |= {f"{source}:{one}" for one in _own_ids(definition, parsed_record(record)) & missing}
    return found


def _rejected_among(
    definition: Optional[SourceDefinition], ids: Collection[str], source: str
) -> Callable[[str, Mapping[str, Any]], bool]:
    """Return what tells of a rejected row, by its reason and record, whether it is of one of these events."""
    own = {one[len(source) + 1 :] for one in ids}
    if definition is not None and not definition.mapping.id_columns:
        return lambda reason, record: reason == "exact_duplicate"
    return lambda reason, record: not own.isdisjoint(_own_ids(definition, record))


def _own_ids(definition: Optional[SourceDefinition], record: Mapping[str, Any]) -> Set[str]:
    """Return what can be the id of a record: its columns for that, or without a definition any value."""
    names = record if definition is None else definition.mapping.id_columns
    return {str(record[name]).strip() for name in names if name in record}


def _check_reason(ids: Sequence[str], reason: str) -> None:
    words = {word.rstrip(".:!?") for word in re.findall(r"[^\s,;()\"'“”]+", reason)}
    for one in ids:
        own = one.partition(":")[2]
        if one in reason or (len(own) >= _LONG_ENOUGH and own in words):
            raise UserError(Text(IN_REASON))
