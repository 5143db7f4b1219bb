"""Collect: from files to cleaned events in a workspace, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple, Union

import numpy as np
import pandas as pd

from ..core.assignment import AreaIndex
from ..core.cleaning.addresses import Place
from ..core.cleaning.codes import tidy
from ..core.cleaning.coordinates import Fence, robust_fence
from ..core.cleaning.mapping import Cleaned, Cleaner, Surroundings
from ..core.cleaning.model import GEOCODE_SCORE, POINT_FIELDS
from ..core.cleaning.records import REASONS, WITHOUT_CONTENT, RawBatch, parsed_record
from ..core.cleaning.times import parse_now
from ..core.errors import UserError
from ..core.garbage import without_search_for_circles
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from ..sources.files import Paths, open_paths
from ..sources.folder import digest_of
from ..sources.geocode import CRS as GEOCODE_CRS
from ..sources.geocode import LAYER
from ..sources.guess import SAMPLE, Proposal, propose, source_name
from ..sources.network.body import Limits
from ..sources.network.door import Surroundings as NetworkSurroundings
from ..sources.records import Headed, Records
from .address_layer import AddressLayer
from .crs import Transformer, valid_bounds
from .geocode import RETENTION, Geocoder
from .software import software
from .survey import Survey, look, metric_crs

GEOCODE_SCORE_TITLE = {"en": "Score of the address", "nl": "Score van het adres"}
_MANY = 0.5
NO_FAULTS = ("exact_duplicate", *WITHOUT_CONTENT)


@dataclass
class CollectResult:
    """What a collection did. `rejected` counts by reason; `detected` and `notes` are sentences for the user."""

    run: int = 0
    read: int = 0
    kept: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: Dict[str, int] = field(default_factory=dict)
    detected: List[Text] = field(default_factory=list)
    notes: List[Text] = field(default_factory=list)

    @property
    def exact_duplicates(self) -> int:
        return self.rejected.get("exact_duplicate", 0)

    @property
    def rejected_total(self) -> int:
        return sum(self.rejected.values())

    def count(self, run) -> None:
        """Put the numbers and sentences into the record of a run."""
        run.counts(
            read=self.read,
            kept=self.kept,
            rejected=self.rejected_total,
            new=self.new,
            changed=self.changed,
            unchanged=self.unchanged,
            withdrawn=self.withdrawn,
            notes={
                "rejected": self.rejected,
                "detected": [str(sentence) for sentence in self.detected],
                "notes": [str(sentence) for sentence in self.notes],
            },
        )


def source_files(definition: SourceDefinition, paths: Paths) -> Sequence[Records]:
    """Return the files of a source with their format detected; a folder is searched by the mapping's pattern."""
    known = definition.mapping.columns()
    return open_paths(
        paths, definition.pattern, definition.layer, definition.encoding, definition.separator, known
    )


def guess_definition(paths: Paths, timezone: str = "", crs: str = "") -> Proposal:
    """Propose a mapping for files that have none, by their first one."""
    first = open_paths(paths)[0]
    sample = next(first.batches(0, whole=False, size=SAMPLE), None)
    if sample is None or not len(sample):
        raise UserError(
            Text(QT_TRANSLATE_NOOP("core", "{file} has a header but no rows."), {"file": first.name})
        )
    return propose(sample, source_name(first.name), timezone, crs)


def crs_for(definition: SourceDefinition, paths: Paths, progress: Optional[Progress] = None) -> str:
    """Return the CRS in metres for a workspace that is made for these files alone."""
    files = source_files(definition, paths)
    check_crs(definition)
    check_columns(definition, files)
    survey = look(definition, files, True, False, progress or Silent())
    if definition.mapping.geocode is not None and not len(survey.x):
        return GEOCODE_CRS
    return metric_crs(definition, survey)


def collect(
    workspace,
    definition: SourceDefinition,
    paths: Paths,
    progress: Optional[Progress] = None,
    now: Optional[np.datetime64] = None,
    surroundings: Optional[NetworkSurroundings] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Read all files of a source, clean them, and make the workspace hold exactly what they say.

    `paths` is a file, a folder or several files; together they are the whole source: an event that is in none
    of them is withdrawn. Everything happens in one transaction; the same files again change nothing. Raises
    `UserError` when a file or column is missing or not a single record can be kept, and then changes nothing.
    `surroundings` and `limits` are for looking up addresses, where the mapping wants that.
    """
    progress = progress or Silent()
    files = source_files(definition, paths)
    check_crs(definition)
    digests = {digest_of(path): path.name for path in dict.fromkeys(file.path for file in files)}
    about = {"files": [file.name for file in files], "sha256": sorted(digests)}
    notes = _collected_before(workspace, definition, digests)
    return store_records(
        workspace, definition, files, about, notes, progress, now, surroundings=surroundings, limits=limits
    )


def store_records(
    workspace,
    definition: SourceDefinition,
    files: Sequence[Records],
    about: Dict[str, object],
    notes: Sequence[Text] = (),
    progress: Progress = Silent(),
    now: Optional[np.datetime64] = None,
    whole: bool = True,
    surroundings: Optional[NetworkSurroundings] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Clean the records of a source and store them in one transaction; `about` is what the run's record says of them.

    With `whole` they are all the source has, and an event that is not among them is withdrawn. Raises `UserError` as
    `collect` does; addresses that were looked up before stay known then.
    """
    headed = [file for file in files if file.header]
    result = CollectResult(detected=[file.said() for file in files])
    result.notes += check_columns(definition, headed, strict=whole) if headed else ()
    result.notes += notes
    for sentence in (*result.detected, *result.notes):
        progress.report(sentence)
    reported = len(result.notes)
    levels = workspace.area_levels()
    free = not levels and definition.mapping.extent is None
    with without_search_for_circles():
        survey = look(definition, files, free, True, Part(progress, 0.0, 0.25))
    begin, places = 0.25, {}
    if definition.mapping.geocode is not None:
        wanted = definition.mapping.geocode
        if wanted.service == LAYER:
            locator: Union[AddressLayer, Geocoder] = AddressLayer(workspace, definition, wanted)
        else:
            locator = Geocoder(workspace, definition, wanted, software(), surroundings, limits, now)
        located = locator.locate(files, Part(progress, begin, 0.6))
        result.notes.append(located.said())
        begin, places, about = 0.6, located.places, {**about, "geocoding": located.as_record()}
        if free:
            survey.add(places.values())
    with workspace.begin(
        kind="collect",
        source=definition.source,
        parameters=about,
        software=software(),
    ) as run:
        result.run = run.id
        # Read here, as others can have erased events or replaced areas while this run waited to begin.
        levels = workspace.area_levels()
        around = _surroundings(workspace, definition, survey, levels, now, places, result)
        cleaner = Cleaner(definition.mapping, around)
        _declare(run, definition)
        run.forget_geocodes(around.now - RETENTION)
        came: Set[str] = set()
        waiting: Set[str] = set()
        if not whole:
            named = partial(_ids_in, definition.mapping.id_columns)
            for _, _, record in workspace.rejects(definition.source):
                waiting.update(named(record))
            run.keep_rejects(definition.source, lambda record: came.isdisjoint(named(record)))

        def before(file: Records, batch: RawBatch, share: float) -> None:
            if not whole:
                came.update(waiting.intersection(cleaner.reader.ids(batch) or ()))
            reading = Text(QT_TRANSLATE_NOOP("core", "Reading {file}"), {"file": file.name})
            progress.step(begin + (0.95 - begin) * share, reading)

        with without_search_for_circles():
            for events in clean_all(cleaner, files, survey.repeated, before):
                _store(run, definition.source, events, result)
                run.store_rejects(definition.source, cleaner.rejects.take())
        result.read, result.rejected = cleaner.read, dict(sorted(cleaner.reasons.items()))
        if whole:
            check_kept(definition.source, result)
        progress.step(0.96, QT_TRANSLATE_NOOP("core", "Storing"))
        if whole:
            result.withdrawn = run.withdraw_missing(definition.source)
        result.notes += cleaner.notes() + _warnings(definition, result)
        result.count(run)
        progress.check()
    tell(result, progress, reported)
    return result


def clean_all(
    cleaner: Cleaner,
    files: Sequence[Records],
    repeated: np.ndarray,
    before: Optional[Callable[[Records, RawBatch, float], None]] = None,
) -> Iterator[pd.DataFrame]:
    """Give the events of all files, batch after batch; what is none is in the cleaner's `rejects` then.

    Those whose id has a hash among the sorted `repeated` come at the end, the last of each. `before` is called with
    every batch and the share of all that it ends.
    """
    held: List[Cleaned] = []
    for number, file in enumerate(files):
        for batch in file.batches(number, cleaner.mapping.columns()):
            if before is not None:
                before(file, batch, (number + batch.share) / len(files))
            events, again = cleaner.sort_out(batch, repeated)
            if len(again.events):
                held.append(again)
            yield events
    yield from cleaner.settle(held)


def tell(result: CollectResult, progress: Progress, told: int = 0) -> None:
    """Report what was found, without the first notes when they were `told`, and how many rows were rejected and why."""
    for sentence in result.notes[told:]:
        progress.report(sentence)
    for reason, count in result.rejected.items():
        template = QT_TRANSLATE_NOOP("core", "{count} rows rejected: {reason}")
        progress.report(Text(template, {"count": count, "reason": Text(REASONS[reason])}))
    progress.step(1.0)


def area_locator(
    workspace, levels: Sequence[str]
) -> Optional[Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """Return what gives points their code of the finest level, `None` when there are no areas."""
    if not levels:
        return None
    index = AreaIndex(workspace.area_geometries(levels[0]))
    codes = np.append(np.asarray(workspace.areas(levels[0])["code"], object), None)

    def locate(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return codes[index.locate(x, y)]

    return locate


def _surroundings(
    workspace,
    definition: SourceDefinition,
    survey: Survey,
    levels: Sequence[str],
    now: Optional[np.datetime64],
    places: Mapping[str, Place],
    result: CollectResult,
) -> Surroundings:
    erased = workspace.erased(definition.source)
    around, notes = surroundings_in(definition, survey, workspace.crs, now)
    result.notes += notes
    return replace(
        around,
        locate=area_locator(workspace, levels),
        places=places,
        erased=erased.among if len(erased) else None,
    )


def surroundings_in(
    definition: SourceDefinition, survey: Survey, crs: str, now: Optional[np.datetime64]
) -> Tuple[Surroundings, List[Text]]:
    """Return what cleaning must know where events are kept in a CRS and nothing else is known; and what to tell of it."""
    transform = Transformer(definition.mapping.crs, crs)
    fence: Optional[Fence] = None
    notes: List[Text] = []
    if len(survey.x):
        fence = robust_fence(*transform(survey.x, survey.y))
    if fence is not None:
        template = QT_TRANSLATE_NOOP(
            "core",
            "There are no areas and the mapping states no extent. A point further than {radius} km from the middle of "
            "all points is taken for wrong: that is four times the median distance, or twice the distance within "
            "which 95 % lie. State an extent in the mapping to decide otherwise.",
        )
        notes.append(Text(template, {"radius": round(fence.radius / 1000, 1)}))
    around = Surroundings(
        transform=transform,
        now=parse_now(now),
        bounds=valid_bounds(definition.mapping.crs),
        fence=fence,
        codelists=definition.codelists,
        oldest=definition.retention.oldest(parse_now(now)),
        habits=survey.habits,
    )
    return around, notes


def _collected_before(workspace, definition: SourceDefinition, digests: Dict[str, str]) -> List[Text]:
    """Tell which files another source of the workspace holds as well: their events are there twice."""
    latest = {run["source"]: run["parameters"] for run in workspace.runs() if run["kind"] == "collect"}
    found = []
    for item in workspace.sources():
        parameters = latest.get(item["source"])
        if item["source"] == definition.source or not isinstance(parameters, dict):
            continue
        template = QT_TRANSLATE_NOOP(
            "core",
            "{file} has also been collected as {other}: a theme that reads both {source} and {other} counts its "
            "events twice. Collect it under one name.",
        )
        found += [
            Text(template, {"file": name, "other": item["source"], "source": definition.source})
            for digest, name in digests.items()
            if digest in parameters.get("sha256", ())
        ]
    return found


def _ids_in(columns: Sequence[str], record: str) -> List[str]:
    """Return the ids that a rejected record has."""
    values = parsed_record(record)
    return [tidy(str(values[name])) for name in columns if values.get(name)]


def _declare(run, definition: SourceDefinition) -> None:
    run.put_source(definition.as_record())
    for name, entry in definition.mapping.measures.items():
        run.declare_measure(
            definition.source, name, entry.unit, dict(entry.title) or {"en": name.replace("_", " ")}
        )
    for name, entry in definition.mapping.attributes.items():
        run.declare_attribute(definition.source, name, dict(entry.title) or {"en": name.replace("_", " ")})
    if definition.mapping.geocode is not None:
        run.declare_attribute(definition.source, GEOCODE_SCORE, GEOCODE_SCORE_TITLE)


def _store(run, source: str, events, result: CollectResult) -> None:
    if not len(events):
        return
    changes = run.store_events(source, events)
    result.new += changes.new
    result.changed += changes.changed
    result.unchanged += changes.unchanged
    result.kept += len(events)


def check_crs(definition: SourceDefinition) -> None:
    """Raise `UserError` where the mapping does not say in what CRS its coordinates are."""
    if not definition.mapping.crs:
        template = QT_TRANSLATE_NOOP(
            "core",
            "The mapping of {source} states no crs. Add one, such as crs: EPSG:28992 or crs: EPSG:4326.",
        )
        raise UserError(Text(template, {"source": definition.source}))


def check_columns(
    definition: SourceDefinition, files: Sequence[Headed], dates: Sequence[str] = (), strict: bool = True
) -> List[Text]:
    """Compare the mapping, and names of `dates`, with the headers; `UserError` when something essential is nowhere.

    Essential are id and point, and with `strict` the parts of an address that is looked up, in every file, and whatever
    else is mapped, in one of them: of a few rows of JSON some columns may be missing.
    """
    mapping = definition.mapping
    wanted = {
        name: entry for name, entry in mapping.entries().items() if entry.columns and entry.constant is None
    }
    notes: List[Text] = []
    for name, columns in [
        *((name, entry.columns) for name, entry in wanted.items()),
        ("id", mapping.id_columns),
        ("refresh", tuple(dates)),
        *(("geocode", (column,)) for column in (mapping.geocode.columns if mapping.geocode else ())),
    ]:
        if not columns:
            continue
        without = [file for file in files if not set(columns) & set(file.header)]
        if not without:
            continue
        values = {"field": name, "columns": ", ".join(columns), "file": without[0].name}
        values["header"] = ", ".join(
            column for column in without[0].header[:40] if column not in mapping.personal
        )
        everywhere = name in POINT_FIELDS or name == "id" or (strict and name == "geocode")
        if (strict and len(without) == len(files)) or everywhere:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file} has no column {columns}, which the mapping names for {field}. It has: {header}.",
            )
            raise UserError(Text(template, values))
        values["file"] = ", ".join(file.name for file in without)
        template = QT_TRANSLATE_NOOP("core", "{field} stays empty for {file}: there is no column {columns}.")
        notes.append(Text(template, values))
    return notes


def check_kept(source: str, result: CollectResult) -> None:
    """Raise `UserError` when not a single row can be kept."""
    if result.kept:
        return
    if not result.read:
        template = QT_TRANSLATE_NOOP("core", "The files of {source} hold no rows. Nothing was changed.")
        raise UserError(Text(template, {"source": source}))
    reason, count = max(result.rejected.items(), key=lambda item: item[1])
    template = QT_TRANSLATE_NOOP(
        "core",
        "None of the {read} rows of {source} could be kept; the most frequent reason ({count} rows): {reason}. "
        "Nothing was changed. Check the mapping.",
    )
    values = {
        "read": result.read,
        "source": source,
        "count": count,
        "reason": Text(REASONS[reason]),
    }
    raise UserError(Text(template, values))


def _warnings(definition: SourceDefinition, result: CollectResult) -> List[Text]:
    found: List[Text] = []
    faulty = {reason: count for reason, count in result.rejected.items() if reason not in NO_FAULTS}
    if sum(faulty.values()) > _MANY * result.read:
        reason, count = max(faulty.items(), key=lambda item: item[1])
        template = QT_TRANSLATE_NOOP(
            "core",
            "More than half of the rows were rejected, most ({count}) because: {reason}. Check the mapping.",
        )
        found.append(Text(template, {"count": count, "reason": Text(REASONS[reason])}))
    times = "occurred_from" in definition.mapping.fields
    if times and not (definition.mapping.stored_zone or definition.mapping.local_zone):
        template = QT_TRANSLATE_NOOP(
            "core",
            "The mapping states no time zone: times are taken as local wall time, as they are written.",
        )
        found.append(Text(template))
    if not definition.licence:
        template = QT_TRANSLATE_NOOP(
            "core", "No licence is stated for {source}: publications refuse it by default."
        )
        found.append(Text(template, {"source": definition.source}))
    return found
