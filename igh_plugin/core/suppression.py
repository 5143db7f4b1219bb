"""Suppression of small counts in tables that add up, so that no sum or difference gives them back.

A publication is a set of counts with sums among them: areas in larger areas, parts in totals, weeks in a quarter. Counts from 1 to
below the threshold are suppressed (primary). Whoever reads the others can subtract: therefore more are suppressed (complementary),
until for every suppressed count the smallest and the largest value that agree with all that is published lie at least the threshold
apart. What the reader can work out is the linear programme (Fischetti & Salazar-Gonzalez 2001, "Solving the cell suppression problem
on tabular data with linear constraints", Management Science 47; Hundepool et al. 2012, "Statistical Disclosure Control", ch. 4)

    min, max x_i   subject to   S x = 0,   x_j = the published value,   x_j >= 1 of a suppressed count

Zeros are published, and the reader knows it: so he takes a suppressed count to be at least 1, and the programme does, too. Only where
a zero would give away what an earlier publication suppressed it is suppressed as the last resort. That a count is primary or
complementary is never told. A reader who takes a count for a primary one takes it to be below the threshold: that
much the sign itself says, and no suppression can take it back.

The choice is a heuristic: the cheapest counts that mend each sum alone, then those that the dual values of a broken programme point
at. That the result holds is no heuristic. Each interval is witnessed by two whole sets of counts that agree with what is published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any, List, Optional, Set, Tuple

import numpy as np

from .progress import Progress, Silent

TOLERANCE = 1e-6
AROUND = (300, 3_000)
"""How many counts vary around one that is solved for alone, and how many where that does not tell what to suppress."""
CAREFUL, PATIENT = 3, 8
"""In how many turns one count more may mend several intervals, and in how many one is taken for each; then all that would help."""
IN_VAIN, LITTLE, UPWARDS = 3, 0.98, 0.8
"""After how many programmes for many counts that leave nearly all is solved for single ones; and which part of them is drawn up."""


@dataclass(frozen=True)
class System:
    """Counts and what a reader knows of them.

    `values` (n,) int64, not negative; `sums` a sparse matrix (m, n) of 1 and -1 with `sums @ values == 0`. `open` (n,) bool are the
    counts about to be published, which may still be suppressed; `hidden` those that are not: suppressed before, or never published.
    The rest are known. `least` (n,) is what a reader knows a count to be at least when it is not published; `guarded` (n,) bool are
    the hidden counts whose interval must hold too, `wished` those whose interval must hold if what was published before leaves it.
    """

    values: np.ndarray
    sums: Any
    open: np.ndarray
    hidden: np.ndarray
    least: np.ndarray
    guarded: np.ndarray
    wished: np.ndarray


@dataclass(frozen=True)
class Protection:
    """What is `suppressed` (n,) bool, of the open counts; `primary` (n,) bool; and within what (n,) a reader can hold each count.

    `lower` and `upper` are values that were attained: the reader's interval is that or wider. `exposed` are the guarded counts that
    stay too well known whatever is suppressed now. `programmes` is how many linear programmes that took.
    """

    suppressed: np.ndarray
    primary: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    exposed: np.ndarray
    programmes: int


def protect(
    system: System,
    threshold: int,
    suppressed: Optional[np.ndarray] = None,
    progress: Progress = Silent(),
) -> Protection:
    """Choose what to suppress so that every suppressed and every guarded count keeps an interval as wide as the threshold.

    Open counts from 1 to below the threshold are suppressed, those `suppressed` (n,) bool already, and what it takes beside. A
    threshold of 0 suppresses nothing.
    """
    values = np.asarray(system.values, np.int64)
    none = np.zeros(len(values), bool)
    primary = system.open & (values > 0) & (values < threshold)
    chosen = primary | (system.open & (none if suppressed is None else suppressed))
    lower, upper = values.astype(float), values.astype(float)
    if threshold <= 0:
        return Protection(none, none, lower, upper, none, 0)
    system = replace(system, guarded=system.guarded | _still_wide(system, threshold))
    lines = _Lines(system, threshold)
    lines.mend(chosen)
    exposed, solved = none.copy(), 0
    for turn in count(1):
        progress.check()
        broken, programmes = _audit(system, threshold, chosen, lower, upper, exposed)
        solved += programmes
        if not broken:
            break
        taken: Set[int] = set()
        for cell, pull in broken:
            can = system.open & ~chosen
            near = lines.beside(cell)
            choices = (
                pull[(can & (values > 0))[pull]],
                pull[can[pull]],
                near[(can & (values > 0))[near]],
                near[can[near]],
            )
            candidates = next((one for one in choices if len(one)), None)
            if candidates is None:
                exposed[cell] = True
                continue
            if turn > PATIENT:
                taken.update(candidates.tolist())
            elif turn > CAREFUL or not taken.intersection(candidates.tolist()):
                taken.add(_cheapest(values, candidates, threshold - (upper[cell] - lower[cell])))
        chosen[sorted(taken)] = True
        lines.mend(chosen)
        progress.step(1 - 1 / (1 + turn))
    return Protection(chosen, primary, lower, upper, exposed, solved)


def _cheapest(values: np.ndarray, candidates: np.ndarray, missing: float) -> int:
    """Return the smallest candidate that can give away what is missing, else the largest; of equal ones the first."""
    enough = candidates[values[candidates] - 1 >= missing]
    if len(enough):
        return int(enough[np.argmin(values[enough])])
    return int(candidates[np.argmax(values[candidates])])


class _Lines:
    """The sums one by one: each must alone leave enough room, which is quick to see and mends nearly all."""

    def __init__(self, system: System, threshold: int):
        sums = system.sums.tocsr()
        self._values, self._least, self._threshold = system.values, system.least, threshold
        self._open, self._hidden = system.open, system.hidden
        self._cells = [sums.indices[a:b] for a, b in zip(sums.indptr, sums.indptr[1:])]
        self._signs = [sums.data[a:b] for a, b in zip(sums.indptr, sums.indptr[1:])]
        by_cell = sums.tocsc()
        self._of = [by_cell.indices[a:b] for a, b in zip(by_cell.indptr, by_cell.indptr[1:])]

    def mend(self, chosen: np.ndarray) -> None:
        """Suppress more, in place, until no sum alone makes an interval too narrow where that can be helped."""
        waiting = list(range(len(self._cells)))
        queued = set(waiting)
        while waiting:
            line = waiting.pop(0)
            queued.discard(line)
            cell = self._wanted(line, chosen)
            while cell is not None:
                chosen[cell] = True
                for other in self._of[cell].tolist():
                    if other not in queued:
                        waiting.append(other)
                        queued.add(other)
                cell = self._wanted(line, chosen)

    def _wanted(self, line: int, chosen: np.ndarray) -> Optional[int]:
        """Return the count to suppress next for a sum, None when it holds or cannot be mended."""
        cells, signs = self._cells[line], self._signs[line]
        unknown = chosen[cells] | self._hidden[cells]
        if not unknown.any():
            return None
        parts, totals = unknown & (signs > 0), unknown & (signs < 0)
        if parts.any() and totals.any():
            return None
        inside = cells[unknown]
        room = float((self._values[inside] - self._known_least(inside, chosen)).sum())
        if len(inside) > 1 and room >= self._threshold:
            return None
        can = self._open[cells] & ~chosen[cells] & (self._values[cells] > 0)
        candidates = cells[can & (signs > 0)] if (can & (signs > 0)).any() else cells[can]
        if not len(candidates):
            return None
        quiet = np.array([self._quiet(cell, line, chosen) for cell in candidates.tolist()])
        missing = self._threshold - room if parts.any() else 0.0
        enough = self._values[candidates] - 1 >= missing
        order = np.lexsort(
            (np.where(enough, self._values[candidates], -self._values[candidates]), quiet, ~enough)
        )
        return int(candidates[order[0]])

    def _known_least(self, cells: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        return np.where(chosen[cells], np.minimum(self._values[cells], 1), self._least[cells])

    def _quiet(self, cell: int, line: int, chosen: np.ndarray) -> int:
        """Return in how many other sums nothing is unknown yet: there the count would need company."""
        others = (self._cells[one] for one in self._of[cell].tolist() if one != line)
        return sum(1 for cells in others if not (chosen[cells] | self._hidden[cells]).any())

    def beside(self, cell: int) -> np.ndarray:
        """Return the counts that stand in a sum with a count."""
        near = [self._cells[line] for line in self._of[cell].tolist()]
        return np.unique(np.concatenate([*near, np.zeros(0, np.int64)])).astype(np.int64)


def _still_wide(system: System, threshold: int) -> np.ndarray:
    """Return which of the wished counts (n,) bool have their interval as long as nothing more is published."""
    wished = system.wished.copy()
    if wished.any():
        none = np.zeros(len(wished), bool)
        before = replace(system, open=none, hidden=system.hidden | system.open, guarded=wished)
        lower, upper = system.values.astype(float), system.values.astype(float)
        _audit(before, threshold, none, lower, upper, none, alone=False)
        wished &= upper - lower >= threshold - TOLERANCE
    return wished


def _audit(
    system: System,
    threshold: int,
    chosen: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    exposed: np.ndarray,
    alone: bool = True,
) -> Tuple[List[Tuple[int, np.ndarray]], int]:
    """Widen `lower` and `upper` in place; return the counts that stay too narrow, each with the counts (k,) that would widen it.

    All that hang together vary together first. For a count that is still too narrow only those around it vary, and all others stay
    as they are: what is attained so, the reader cannot rule out. More of them vary where nothing is left to suppress among these.
    Without `alone` it ends before single counts.
    """
    unknown = chosen | system.hidden
    least = np.where(chosen, np.minimum(system.values, 1), system.least).astype(float)
    guarded = (chosen | system.guarded) & ~exposed
    can = system.open & ~chosen & (system.values > 0)
    near = _Near(system.sums, unknown)
    broken: List[Tuple[int, np.ndarray]] = []
    solved = 0
    for cells in components(system.sums, np.flatnonzero(unknown)):
        if not _narrow(cells, guarded, threshold, lower, upper).any():
            continue
        whole = _Part(system, cells, least)
        whole.widen(guarded, threshold, lower, upper)
        solved += whole.solved
        if not alone:
            continue
        for cell in cells[_narrow(cells, guarded, threshold, lower, upper)].tolist():
            for size in (*AROUND, len(cells)):
                part = whole if size >= len(cells) else _Part(system, near.around(cell, size), least)
                before = part.solved
                found = part.narrow(cell, threshold, lower, upper)
                solved += part.solved - before
                if not found or can[found[0][1]].any() or part is whole:
                    break
            broken += found
    return broken, solved


def _narrow(
    cells: np.ndarray, guarded: np.ndarray, threshold: int, lower: np.ndarray, upper: np.ndarray
) -> np.ndarray:
    return guarded[cells] & (upper[cells] - lower[cells] < threshold - TOLERANCE)


def components(sums: Any, unknown: np.ndarray) -> List[np.ndarray]:
    """Return the unknown counts (k,) in groups that share no sum, each sorted, in the order of their first."""
    from scipy.sparse import bmat
    from scipy.sparse.csgraph import connected_components

    if not len(unknown):
        return []
    links = abs(sums.tocsc()[:, unknown])
    _, label = connected_components(bmat([[None, links.T], [links, None]]), directed=False)
    label = label[: len(unknown)]
    order = np.argsort(label, kind="stable")
    groups = np.split(unknown[order], np.flatnonzero(np.diff(label[order])) + 1)
    return sorted(groups, key=lambda group: int(group[0]))


class _Near:
    """Which unknown counts stand in one sum with another, and in one sum with these, and so on."""

    def __init__(self, sums: Any, unknown: np.ndarray):
        within, of = sums.tocsr(), sums.tocsc()
        self._cells = [part[unknown[part]] for part in np.split(within.indices, within.indptr[1:-1])]
        self._of = np.split(of.indices, of.indptr[1:-1])

    def around(self, cell: int, size: int) -> np.ndarray:
        """Return a count and those nearest to it, sorted: at most `size`, by short sums before long ones."""
        found, lines, waiting = {cell}, set(), [(len(self._cells[line]), line) for line in self._of[cell]]
        heapify(waiting)
        while waiting:
            _, line = heappop(waiting)
            if line in lines:
                continue
            lines.add(line)
            fresh = [other for other in self._cells[line].tolist() if other not in found]
            if len(found) + len(fresh) > size:
                break
            found.update(fresh)
            for other in fresh:
                for one in self._of[other].tolist():
                    if one not in lines:
                        heappush(waiting, (len(self._cells[one]), one))
        return np.array(sorted(found), np.int64)


class _Part:
    """The linear programme in which some counts vary, and the unknown ones beside them stay as they are."""

    def __init__(self, system: System, cells: np.ndarray, least: np.ndarray):
        sums = system.sums.tocsc()
        within = sums[:, cells]
        self._rows = np.unique(within.indices)
        self._matrix = within.tocsr()[self._rows]
        self._all = sums.tocsr()[self._rows]
        self.cells = cells
        values = system.values.astype(float)
        self._right = self._matrix @ values[cells]
        self._least = least[cells]
        self._size = len(values)
        self.solved = 0

    def _solve(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Any:
        from scipy.optimize import linprog

        self.solved += 1
        found = linprog(
            cost,
            A_eq=self._matrix,
            b_eq=self._right,
            bounds=np.column_stack([low, high]),
            method="highs",
        )
        return found

    def widen(self, guarded: np.ndarray, threshold: int, lower: np.ndarray, upper: np.ndarray) -> None:
        """Widen many intervals at once: each of those still too narrow is drawn up or down just as far as it needs."""
        draws = np.random.default_rng(len(self.cells))
        cells, in_vain = self.cells, 0
        narrow = _narrow(cells, guarded, threshold, lower, upper)
        while narrow.any() and in_vain < IN_VAIN:
            up = narrow & (draws.random(len(cells)) < UPWARDS)
            down = narrow & ~up
            weight = draws.uniform(0.5, 1.0, len(cells))
            high = np.where(up, lower[cells] + threshold, np.inf)
            low = np.where(down, np.maximum(self._least, upper[cells] - threshold), self._least)
            found = self._solve(np.where(up, -weight, np.where(down, weight, 0.0)), low, high)
            if found.status == 0:
                self._keep(found.x, lower, upper)
            left = _narrow(cells, guarded, threshold, lower, upper)
            in_vain = in_vain + 1 if left.sum() > LITTLE * narrow.sum() else 0
            narrow = left

    def _keep(self, x: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        lower[self.cells] = np.minimum(lower[self.cells], x)
        upper[self.cells] = np.maximum(upper[self.cells], x)

    def narrow(
        self, cell: int, threshold: int, lower: np.ndarray, upper: np.ndarray
    ) -> List[Tuple[int, np.ndarray]]:
        """Solve for one count; return it, with the counts (k,) that would widen it, if it is too narrow indeed."""
        at = int(np.searchsorted(self.cells, cell))
        pull = np.zeros(self._size)
        for sign in (-1.0, 1.0):
            if upper[cell] - lower[cell] >= threshold - TOLERANCE:
                return []
            cost, low, high = np.zeros(len(self.cells)), self._least.copy(), np.full(len(self.cells), np.inf)
            cost[at] = sign
            if sign < 0:
                high[at] = lower[cell] + threshold
            else:
                low[at] = max(low[at], upper[cell] - threshold)
            found = self._solve(cost, low, high)
            if found.status == 0:
                self._keep(found.x, lower, upper)
                pull = np.maximum(pull, abs(found.eqlin.marginals @ self._all))
        if upper[cell] - lower[cell] >= threshold - TOLERANCE:
            return []
        return [(cell, np.flatnonzero(pull > TOLERANCE))]
