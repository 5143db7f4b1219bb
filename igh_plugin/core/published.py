"""What publications of one matter hold together: their counts by area, span of days and part, and how all of these add up.

Counts of several editions are the same count where area, days, part and value are the same. Where data were corrected in between, an
old count is one of its own, tied to nothing but its own edition: a reader who knows what did not change knows no more than that.

Spans that overlap (thirteen weeks, and the thirteen that end a week later; a month, and its weeks) are made of the stretches between
all their ends. A stretch that no edition tells is a count too: the difference of two publications must not give it away, but for what
the earlier ones did already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from .suppression import System

Span = Tuple[int, int]
"""First and last day, both included."""
Family = Tuple[str, str]
"""What is counted (`events`, a measure), and by what it is broken down; empty for its totals."""
TOTAL = ""
Column = Tuple[Family, str, Span]
Group = Tuple[np.ndarray, Dict[Family, Tuple[Span, ...]]]


@dataclass(frozen=True)
class Edition:
    """The counts of one publication, published or not.

    `areas` are keys of all areas, `parent` (areas,) the position of the area that each lies in, -1 for none; what is counted in an
    area is the sum over those in it. `daily` holds by family and part int64 (areas, days) from `first_day` on, `spans` by family the
    spans that are told. The parts of a family add up to the totals of what is counted; of totals the only part is `TOTAL`. A family
    that is broken down is told for spans that are spans of its totals, too.
    """

    areas: Tuple[str, ...]
    parent: np.ndarray
    first_day: int
    daily: Mapping[Family, Mapping[str, np.ndarray]]
    spans: Mapping[Family, Tuple[Span, ...]]

    def counts(self, family: Family, part: str, span: Span) -> np.ndarray:
        """Return the counts of a part over a span, (areas,) int64."""
        first, last = span[0] - self.first_day, span[1] - self.first_day + 1
        return self.daily[family][part][:, max(first, 0) : max(last, 0)].sum(1)

    def cells(self) -> List[Column]:
        """Return the columns of the publication, in order: family, part and span; each has a count for every area."""
        return [
            (family, part, span)
            for family, spans in self.spans.items()
            for part in self.daily[family]
            for span in spans
        ]

    def table(self) -> np.ndarray:
        """Return all counts, (areas, columns) int64, in the order of `cells`."""
        columns = [self.counts(*cell) for cell in self.cells()]
        return np.stack(columns, 1) if columns else np.zeros((len(self.areas), 0), np.int64)


@dataclass(frozen=True)
class Joint:
    """Editions as one system; `position` holds for each edition the counts of its table, (areas, columns) int64."""

    system: System
    position: Tuple[np.ndarray, ...]


def together(
    editions: Sequence[Edition],
    suppressed: Sequence[np.ndarray],
    threshold: int,
    stays: Sequence[bool] = (),
) -> Joint:
    """Return the system of earlier editions and, last, the one to be published.

    `suppressed` are for each of the earlier ones what it suppressed, (areas, columns) bool in the order of `Edition.cells`. What was
    suppressed `stays` so, unless that is said not to hold for an edition: then it may be told now, if it is not small.
    """
    counts = _Counts()
    positions = [counts.add(edition, editions) for edition in editions]
    values = np.array(counts.values, np.int64)
    told, known, hidden, kept = (np.zeros(len(values), bool) for _ in range(4))
    for position, gone, stay in zip(positions, suppressed, stays or [True] * len(suppressed)):
        told[position] = True
        hidden[position[gone]] = True
        kept[position[gone]] |= stay
        known[position[~gone]] = True
    new = np.zeros(len(values), bool)
    new[positions[-1]] = True
    again = new & hidden & ~kept & ~known
    hidden &= ~known & ~again
    inner = ~told & ~new
    small = inner & (values > 0) & (values < threshold)
    system = System(
        values=values,
        sums=counts.matrix(),
        open=(new & ~told) | again,
        hidden=hidden | inner,
        least=np.where(hidden, np.minimum(values, 1), 0),
        guarded=hidden,
        wished=small,
    )
    return Joint(system, tuple(positions))


class _Counts:
    """Numbers the counts of editions and writes down how they add up."""

    def __init__(self) -> None:
        self.values: List[int] = []
        self._number: Dict[Tuple[object, ...], int] = {}
        self._sums: Dict[Tuple[Tuple[int, ...], Tuple[int, ...]], None] = {}

    def add(self, edition: Edition, editions: Sequence[Edition]) -> np.ndarray:
        """Number the counts of an edition and add its sums; return their numbers, (areas, columns) int64."""
        made: Dict[Column, np.ndarray] = {}
        for family in edition.spans:
            for part in edition.daily[family]:
                for span in edition.spans[family]:
                    made[family, part, span] = self._numbers(edition, family, part, span)
        groups = _groups(edition, editions)
        for family in edition.spans:
            for part in edition.daily[family]:
                self._add_spans(edition, family, part, groups, made)
        for key in list(made):
            self._add_areas(edition, made[key])
        for family in edition.spans:
            if family[1]:
                self._add_parts(edition, family, groups, made)
        columns = [made[cell] for cell in edition.cells()]
        return np.stack(columns, 1) if columns else np.zeros((len(edition.areas), 0), np.int64)

    def _numbers(self, edition: Edition, family: Family, part: str, span: Span) -> np.ndarray:
        """Return the numbers of a part over a span in all areas, (areas,)."""
        out = np.zeros(len(edition.areas), np.int64)
        for at, (area, value) in enumerate(zip(edition.areas, edition.counts(family, part, span).tolist())):
            key = (family, part, area, span, value)
            if key not in self._number:
                self._number[key] = len(self.values)
                self.values.append(value)
            out[at] = self._number[key]
        return out

    def _sum(self, parts: Sequence[int], totals: Sequence[int]) -> None:
        if sorted(parts) != sorted(totals):
            self._sums[tuple(parts), tuple(totals)] = None

    def _add_spans(
        self, edition: Edition, family: Family, part: str, groups: List[Group], made: Dict[Column, np.ndarray]
    ) -> None:
        """Say of which stretches each span is made."""
        for inside, ends in groups:
            stretches = _stretches(ends.get(family, ()), edition.spans[family])
            for span in edition.spans[family]:
                within = [one for one in stretches if span[0] <= one[0] and one[1] <= span[1]]
                if within == [span]:
                    continue
                columns = [self._stretch(edition, family, part, one, inside, made) for one in within]
                for row, total in enumerate(made[family, part, span][inside].tolist()):
                    self._sum([int(column[row]) for column in columns], [total])

    def _stretch(
        self,
        edition: Edition,
        family: Family,
        part: str,
        stretch: Span,
        inside: np.ndarray,
        made: Dict[Column, np.ndarray],
    ) -> np.ndarray:
        """Return the numbers of a stretch in some areas, making those that are new; areas not asked for have -1."""
        key = (family, part, stretch)
        if stretch in edition.spans[family]:
            return made[key][inside]
        if key not in made:
            made[key] = np.full(len(edition.areas), -1, np.int64)
        if (made[key][inside] < 0).any():
            made[key][inside] = self._numbers(edition, family, part, stretch)[inside]
        return made[key][inside]

    def _add_areas(self, edition: Edition, numbers: np.ndarray) -> None:
        """Say of which areas each area is made, where all of them have the count."""
        children: Dict[int, List[int]] = {}
        for at, above in enumerate(edition.parent.tolist()):
            if above >= 0:
                children.setdefault(above, []).append(at)
        for above, inside in children.items():
            parts, total = numbers[inside].tolist(), int(numbers[above])
            if total >= 0 and min(parts) >= 0:
                self._sum(parts, [total])

    def _add_parts(
        self, edition: Edition, family: Family, groups: List[Group], made: Dict[Column, np.ndarray]
    ) -> None:
        """Say that the parts of a family add up to the totals, stretch by stretch."""
        whole = (family[0], TOTAL)
        for inside, ends in groups:
            totals = _stretches(ends.get(whole, ()), edition.spans[whole])
            for stretch in _stretches(ends.get(family, ()), edition.spans[family]):
                parts = [
                    self._stretch(edition, family, part, stretch, inside, made)
                    for part in edition.daily[family]
                ]
                if stretch in edition.spans[whole]:
                    above = [made[whole, TOTAL, stretch][inside]]
                else:
                    within = [one for one in totals if stretch[0] <= one[0] and one[1] <= stretch[1]]
                    above = [self._stretch(edition, whole, TOTAL, one, inside, made) for one in within]
                for row in range(len(inside)):
                    self._sum([int(part[row]) for part in parts], [int(one[row]) for one in above])

    def matrix(self) -> Any:
        """Return the sums as a sparse matrix of 1 and -1."""
        from scipy.sparse import csr_matrix

        rows, columns, signs = [], [], []
        for row, (parts, totals) in enumerate(self._sums):
            rows += [row] * (len(parts) + len(totals))
            columns += [*parts, *totals]
            signs += [1.0] * len(parts) + [-1.0] * len(totals)
        return csr_matrix((signs, (rows, columns)), (len(self._sums), len(self.values)))


def _groups(edition: Edition, editions: Sequence[Edition]) -> List[Group]:
    """Return the areas of an edition, (k,) positions, by the spans that any edition tells of them."""
    known = [set(other.areas) for other in editions]
    tellers = [tuple(area in areas for areas in known) for area in edition.areas]
    out = []
    for teller in sorted(set(tellers), reverse=True):
        spans: Dict[Family, Tuple[Span, ...]] = {}
        for other, there in zip(editions, teller):
            if there:
                for family, listed in other.spans.items():
                    spans[family] = tuple(dict.fromkeys((*spans.get(family, ()), *listed)))
        out.append((np.array([at for at, one in enumerate(tellers) if one == teller], np.int64), spans))
    return out


def _stretches(all_spans: Sequence[Span], own: Sequence[Span]) -> List[Span]:
    """Return the stretches between all ends of spans, as far as the own ones reach."""
    ends = sorted({first for first, _ in all_spans} | {last + 1 for _, last in all_spans})
    between = [(low, high - 1) for low, high in zip(ends, ends[1:])]
    return [one for one in between if any(first <= one[0] and one[1] <= last for first, last in own)]
