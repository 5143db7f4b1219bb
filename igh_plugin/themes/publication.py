"""A publication of a theme: aggregates only, protected for those who read it, together with what they read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core.cube import EVENTS, without
from ..core.errors import UserError
from ..core.figures import Sentence
from ..core.indicators import COUNTED, RATE, SHARE, STATISTIC, Indicator
from ..core.progress import Part, Progress, Silent
from ..core.published import TOTAL, Edition, Span, together
from ..core.suppression import protect
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from .editions import (
    CATEGORIES,
    KIND,
    OUTSIDE,
    TOTALS,
    WHOLE,
    Plan,
    column_of,
    earlier,
    edition_of,
    plan_of,
    results_name,
    share_family,
)
from .evaluating import areas_of_places, evaluate, whole_of
from .model import Theme
from .totals import group
from .view import View, open_view, period_title, source_title

INTERNAL, DISTRICT, PUBLIC = "internal", "district", "public"
AUDIENCES = (INTERNAL, DISTRICT, PUBLIC)
"""From few readers to many: what the later ones read, the earlier ones read too."""
THRESHOLDS = {INTERNAL: 0, DISTRICT: 5, PUBLIC: 10}
AUDIENCE_TITLES = {
    INTERNAL: QT_TRANSLATE_NOOP("core", "Internal"),
    DISTRICT: QT_TRANSLATE_NOOP("core", "District"),
    PUBLIC: QT_TRANSLATE_NOOP("core", "Public"),
}
PLACES = {
    WHOLE: QT_TRANSLATE_NOOP("core", "Whole area"),
    OUTSIDE: QT_TRANSLATE_NOOP("core", "Outside all areas"),
}
SHOWN, SUPPRESSED, MISSING = "shown", "suppressed", "missing"

NO_AREAS = QT_TRANSLATE_NOOP(
    "core", "A publication tells counts by area, and the workspace has no areas: add areas first."
)
NO_EVENTS = QT_TRANSLATE_NOOP(
    "core", "There are no events of “{theme}” in the period of this level: there is nothing to publish."
)
NO_LICENCE = QT_TRANSLATE_NOOP(
    "core",
    "{source} states no licence: whether its data may be handed on to the public is not known. Ask its owner, state the licence in the definition of the source, or choose to publish without one.",
)
EXPOSED = QT_TRANSLATE_NOOP(
    "core",
    "What earlier publications withheld (runs {runs}) could no longer be protected: nothing was published. Publish another level, or wait for the next period.",
)
LOST = QT_TRANSLATE_NOOP(
    "core",
    "The areas of the publication of run {run} are no longer there: this one is not protected together with it.",
)
NOT_TOLD = QT_TRANSLATE_NOOP(
    "core",
    "“{indicator}” is not published: it is not made of counts of each area that can be protected.",
)
OLD_COUNTS = QT_TRANSLATE_NOOP(
    "core", "Events changed since “{theme}” was counted: build the theme again, and then publish it."
)
RULE = QT_TRANSLATE_NOOP(
    "core",
    "Counts from 1 to {last} are withheld, and others from which one could work these out. Of each count that is withheld, "
    "all that is published leaves open a range of at least {threshold}, also together with {earlier} earlier publications. "
    "Zero is told as zero, unless it would tell what was withheld earlier.",
)
NO_RULE = QT_TRANSLATE_NOOP("core", "Nothing is withheld: this is for internal use only.")


@dataclass(frozen=True)
class Values:
    """An indicator or a count (n,): `value` is NaN where it is suppressed or missing, `told` says which."""

    value: np.ndarray
    told: np.ndarray


@dataclass(frozen=True)
class Publication:
    """What is handed on. Areas are rows: keys, levels (empty for the whole and outside), codes and names, (areas,) each.

    `totals`, `categories` (areas, categories) and `spans` (areas, periods) are counts of events; `indicators` are of all areas too.
    `level` is the level of areas that the map shows.
    """

    theme: Theme
    title: str
    question: str
    audience: str
    threshold: int
    run: int
    level_id: str
    level_title: str
    period: Sentence
    level: str
    levels: np.ndarray
    codes: np.ndarray
    names: np.ndarray
    totals: Values
    category_names: Tuple[str, ...]
    categories: Values
    periods: Tuple[Span, ...]
    spans: Values
    indicators: Dict[str, Values]
    units: Dict[str, str]
    titles: Dict[str, str]
    sources: Tuple[str, ...]
    attributions: Tuple[str, ...]
    licences: Tuple[str, ...]
    rule: Sentence
    notes: Tuple[Sentence, ...]
    cautions: Tuple[Sentence, ...]
    geometries: Tuple[bytes, ...]
    crs: str

    @property
    def mapped(self) -> str:
        """The indicator that the map shows; empty for the number of events."""
        return self.theme.map_by if self.theme.map_by in self.indicators else ""

    def map_style(self, field: str) -> Dict[str, object]:
        """Return the style of a layer of areas that has what the map shows in a field, and in `<field>_told` how it is told."""
        mapped = self.mapped
        return {
            "style": "published",
            "field": field,
            "told": f"{field}_told",
            "ramp": self.theme.ramp,
            "rule": "quantile",
            "unit": self.units.get(mapped, ""),
            "decimals": self.theme.indicator(mapped).decimals if mapped else 0,
        }

    @property
    def withheld(self) -> int:
        """How many counts of areas, by category and period too, are suppressed."""
        return sum(int((one.told == SUPPRESSED).sum()) for one in (self.totals, self.categories, self.spans))

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(int((one.told == SHOWN).sum()) for one in (self.totals, self.categories, self.spans))


def publish(
    workspace,
    theme: Theme,
    level: str,
    audience: str,
    language: str = "en",
    without_licence: bool = False,
    progress: Progress = Silent(),
) -> Publication:
    """Make a publication of a theme at a level for an audience, and keep it as a run.

    For readers inside nothing is suppressed and nothing kept but the run. Raises `UserError` without areas or events, for the public
    where a source states no licence, and where an earlier publication cannot be protected any more.
    """
    workspace.must_see()
    view = open_view(workspace, theme, level, language)
    _check(view, audience, without_licence)
    plan = plan_of(view, audience)
    edition = edition_of(view, plan)
    _check_counted(view, plan, edition)
    progress.step(0.1)
    gone, notes, joined = _protected(view, edition, audience, Part(progress, 0.1, 0.9))
    parameters = {"theme": theme.id, "level": level, "audience": audience, "threshold": THRESHOLDS[audience]}
    with workspace.begin(kind=KIND, parameters=parameters) as run:
        if THRESHOLDS[audience]:
            columns = _kept(plan, edition, gone)
            run.store_result(
                results_name(theme.id), level, f"{audience} {run.id}", columns, metadata=plan.metadata()
            )
        run.counts(read=gone.size, kept=int((~gone).sum()), rejected=int(gone.sum()))
    return _publication(view, plan, edition, gone, run.id, notes, joined)


def _check(view: View, audience: str, without_licence: bool) -> None:
    if not view.areas.levels:
        raise UserError(NO_AREAS)
    if view.totals.empty:
        raise UserError(Text(NO_EVENTS, {"theme": view.theme.title(view.language)}))
    silent = [item for item in view.totals.sources if not item.get("licence")]
    if audience == PUBLIC and silent and not without_licence:
        raise UserError(Text(NO_LICENCE, {"source": source_title(silent[0], view.language)}))


def _protected(
    view: View, edition: Edition, audience: str, progress: Progress
) -> Tuple[np.ndarray, List[Sentence], int]:
    """Return what is suppressed of an edition, (areas, columns) bool, what is to be said of that, and with how many it was joined.

    Those for whom it is read it, and those closer to it too, who also read what was for them alone: each must be left an interval.
    """
    gone = np.zeros(edition.table().shape, bool)
    notes: Dict[str, Sentence] = {}
    joints, joined = [], 0
    for number, reader in enumerate(AUDIENCES[: AUDIENCES.index(audience) + 1]):
        if THRESHOLDS[reader]:
            before, lost = earlier(view, AUDIENCES[number:])
            joined = max(joined, len(before))
            notes.update({str(run): Text(LOST, {"run": run}) for run in lost})
            editions, hidden = [one.edition for one in before], [one.suppressed for one in before]
            runs = ", ".join(str(one.run) for one in before)
            stays = [one.plan.audience == reader for one in before]
            joint = together([*editions, edition], hidden, THRESHOLDS[reader], stays)
            joints.append((joint, THRESHOLDS[reader], runs))
    again = True
    while again:
        again = False
        for joint, threshold, runs in reversed(joints):
            asked = np.zeros(len(joint.system.values), bool)
            asked[joint.position[-1][gone]] = True
            found = protect(joint.system, threshold, asked, progress)
            if found.exposed.any():
                raise UserError(Text(EXPOSED, {"runs": runs}))
            now = gone | (found.suppressed | joint.system.hidden)[joint.position[-1]]
            again |= len(joints) > 1 and bool((now != gone).any())
            gone = now
    return gone, list(notes.values()), joined


def _kept(plan: Plan, edition: Edition, gone: np.ndarray) -> Dict[str, np.ndarray]:
    """Return the columns of the table that keeps a publication: its counts, none where it is suppressed."""
    cells = edition.cells()
    size = len(plan.areas)
    return {
        "area": np.repeat(np.array(plan.areas, object), len(cells)),
        "quantity": np.array([family[0] for family, _, _ in cells] * size, object),
        "by": np.array([family[1] for family, _, _ in cells] * size, object),
        "part": np.array([part for _, part, _ in cells] * size, object),
        "first_day": np.array([span[0] for _, _, span in cells] * size, np.int64),
        "last_day": np.array([span[1] for _, _, span in cells] * size, np.int64),
        "value": np.where(gone, np.nan, edition.table()).ravel(),
        "suppressed": gone.ravel().astype(np.int64),
    }


def _publication(
    view: View,
    plan: Plan,
    edition: Edition,
    gone: np.ndarray,
    run: int,
    notes: List[Sentence],
    joined: int,
) -> Publication:
    theme, language, threshold = view.theme, view.language, THRESHOLDS[plan.audience]
    cells, table = edition.cells(), edition.table()

    def values(columns: List[int]) -> Values:
        hidden = gone[:, columns]
        return Values(
            np.where(hidden, np.nan, table[:, columns]), np.where(hidden, SUPPRESSED, SHOWN).astype(object)
        )

    at = {cell: number for number, cell in enumerate(cells)}
    window, inner = plan.spans[0], plan.spans[1:]
    names = dict(plan.families)[CATEGORIES]
    indicators: Dict[str, Values] = {}
    for item in view.indicators:
        found = _indicator(view, plan, item, at, values)
        if found is None:
            notes = [*notes, Text(NOT_TOLD, {"indicator": theme.indicator_title(item.id, language)})]
        else:
            indicators[item.id] = found
    keys = [key.partition("/") for key in plan.areas]
    sources = view.totals.sources
    rule: Sentence = NO_RULE
    if threshold:
        rule = Text(RULE, {"last": threshold - 1, "threshold": threshold, "earlier": joined})
    total = values([at[TOTALS, TOTAL, window]])
    return Publication(
        theme=theme,
        title=theme.title(language),
        question=theme.question(language),
        audience=plan.audience,
        threshold=threshold,
        run=run,
        level_id=plan.level,
        level_title=view.level.title,
        period=period_title(view),
        level=plan.area_level,
        levels=np.array([level if slash else "" for level, slash, _ in keys], object),
        codes=np.array([code if slash else key for key, slash, code in keys], object),
        names=np.array(
            [PLACES.get(level) or view.areas.name.get((level, code), code) for level, _, code in keys], object
        ),
        totals=Values(total.value[:, 0], total.told[:, 0]),
        category_names=names,
        categories=values([at[CATEGORIES, name, window] for name in names]),
        periods=inner,
        spans=values([at[TOTALS, TOTAL, span] for span in inner]),
        indicators=indicators,
        units={item.id: theme.indicator_unit(item.id, language) for item in view.indicators},
        titles={item.id: theme.indicator_title(item.id, language) for item in view.indicators},
        sources=tuple(source_title(item, language) for item in sources),
        attributions=_stated(sources, "attribution"),
        licences=_stated(sources, "licence"),
        rule=rule,
        notes=tuple(notes),
        cautions=tuple(localized(one, language) for one in theme.cautions),
        geometries=tuple(view.workspace.area_geometries(plan.area_level)),
        crs=view.workspace.crs,
    )


def _stated(sources: Sequence[Mapping[str, object]], name: str) -> Tuple[str, ...]:
    return tuple(dict.fromkeys(str(item[name]) for item in sources if item.get(name)))


def _check_counted(view: View, plan: Plan, edition: Edition) -> None:
    """Raise `UserError` where what the panel and the map read was counted from other events than there are now."""
    counted = float((view.by_place() or {})[EVENTS].sum())
    if counted != edition.counts(TOTALS, TOTAL, plan.spans[0])[-1]:
        raise UserError(Text(OLD_COUNTS, {"theme": view.theme.title(view.language)}))


def _indicator(
    view: View,
    plan: Plan,
    indicator: Indicator,
    at: Mapping[Tuple[Tuple[str, str], str, Span], int],
    values: Callable[[List[int]], Values],
) -> Optional[Values]:
    """Return an indicator in all areas, suppressed where a count that it is made of is; None where it is not published."""
    parts = _made_of(plan, indicator)
    if parts is None:
        return None
    columns = [at[family, part, plan.spans[0]] for family, part in parts]
    hidden = (values(columns).told == SUPPRESSED).any(1)
    value = np.full(len(plan.areas), np.nan)
    for level in view.areas.levels[view.areas.levels.index(plan.area_level) :]:
        codes, owner = areas_of_places(view, level)
        rows = [plan.areas.index(f"{level}/{code}") for code in codes]
        value[rows] = _evaluated(view, indicator, owner, len(codes))
    value[plan.areas.index(WHOLE)] = _evaluated(view, indicator, whole_of(view), 1)[0]
    value[hidden] = np.nan
    told = np.where(hidden, SUPPRESSED, np.where(np.isnan(value), MISSING, SHOWN)).astype(object)
    return Values(value, told)


def _evaluated(view: View, indicator: Indicator, owner: np.ndarray, size: int) -> np.ndarray:
    """Evaluate an indicator (n,), NaN where it leaves out what has no statistic: how much that is would be told with it."""
    span = None if view.window is None else (view.window.first, view.window.last)
    value = evaluate(view, indicator, owner, size, span).value
    totals = group(view.by_place() or {}, owner, size)
    part = totals.get(without(indicator.numerator, indicator.denominator))
    if indicator.denominator.startswith(STATISTIC) and part is not None:
        value = np.where(part > 0, np.nan, value)
    return value


def _made_of(plan: Plan, indicator: Indicator) -> Optional[List[Tuple[Tuple[str, str], str]]]:
    """Return the counts that tell an indicator or are told by it; None where it is told by others."""
    if indicator.kind not in COUNTED:
        return None
    if indicator.kind == SHARE:
        for family, parts in plan.families:
            if family[1] == share_family(indicator.numerator, indicator.denominator, "")[1]:
                return [(family, part) for part in parts]
        return None
    names = [indicator.numerator, *([indicator.denominator] if indicator.kind == RATE else [])]
    found = [column_of(plan, name) for name in names if not name.startswith(STATISTIC)]
    return None if None in found else [one for one in found if one is not None]
