"""Columns of one batch, read through the entries of a mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Tuple

import numpy as np

from ..text import QT_TRANSLATE_NOOP, Text
from .addresses import normal_address
from .codes import Codelist, is_one_of, map_unique, recode, tidy_all
from .coordinates import decimal_sign, parse_numbers, parse_points, split_pairs
from .habits import Habits, Key
from .model import KEEP, TIME_FIELDS, Entry, EventMapping
from .records import RawBatch
from .times import DateOrder, Moments, formats_for, read_moments

UNDER = "\n"
"""Between a main category and what stands under it, in a text made of both."""


@dataclass
class Reader:
    """Reads fields of batches. What `habits` do not know is decided on the first batch of a file, for the whole file.

    `notes` are the decisions in words, `ambiguous` and `nonexistent` count wall times around clock changes.
    """

    mapping: EventMapping
    codelists: Mapping[str, Codelist] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)
    notes: List[Text] = field(default_factory=list)
    ambiguous: int = 0
    nonexistent: int = 0
    _written: Dict[Key, Tuple[Tuple[str, ...], bool]] = field(default_factory=dict)
    _decimals: Dict[Key, str] = field(default_factory=dict)

    def values(self, batch: RawBatch, entry: Entry) -> Optional[List[str]]:
        """Return the texts of an entry's column, a constant repeated, or `None` when the file has neither."""
        column = entry.column_in(batch.columns)
        if column is not None:
            return batch.columns[column]
        return None if entry.constant is None else [str(entry.constant)] * len(batch)

    def learn(self, batch: RawBatch) -> None:
        """Look how a batch writes its times, to know the habits of each column before the first time is read."""
        told: Dict[Key, Tuple[List[str], Tuple[str, ...]]] = {}
        for name in TIME_FIELDS:
            key, values = self._times(batch, name)
            if values is not None:
                told.setdefault(key, (values, self.mapping.fields[name].formats))
        for key, (values, formats) in told.items():
            self.habits.look(key, values, formats)

    def moments(self, batch: RawBatch, name: str) -> Optional[Moments]:
        """Return the times of a field, `None` when the file does not have it."""
        key, values = self._times(batch, name)
        if values is None:
            return None
        if key not in self._written:
            self._written[key] = self._decide(key, values, self.mapping.fields[name].formats)
        formats, dates_only = self._written[key]
        found = read_moments(values, formats, self.mapping.stored_zone, self.mapping.local_zone, dates_only)
        self.ambiguous += found.ambiguous
        self.nonexistent += found.nonexistent
        return found

    def _times(self, batch: RawBatch, name: str) -> Tuple[Key, Optional[List[str]]]:
        """Return the file and column of a field of times, and its texts, day and clock as one; `None` where it has none."""
        entry = self.mapping.fields.get(name)
        if entry is None:
            return (batch.file, ""), None
        key, values = (batch.file, entry.column_in(batch.columns) or ""), self.values(batch, entry)
        clock = next((batch.columns[one] for one in entry.clock if one in batch.columns), None)
        if values is None or clock is None:
            return key, values
        return key, [f"{day} {time}".strip() if day.strip() else "" for day, time in zip(values, clock)]

    def _decide(self, key: Key, values: List[str], formats: Tuple[str, ...]) -> Tuple[Tuple[str, ...], bool]:
        """Return the formats of a column, and whether every time in it is midnight, so that it is a date in truth."""
        if not self.habits.know(key):
            self.habits.look(key, values, formats)
        order = self.habits.order(key)
        if order.applies:
            self._say_order(*key, order)
        dates_only = self.habits.only_dates(key)
        if dates_only:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: every time in “{column}” is midnight: it is read as a date without an hour.",
            )
            self.notes.append(Text(template, {"file": key[0], "column": key[1]}))
        return formats or formats_for(order), dates_only

    def _say_order(self, file: str, column: str, order: DateOrder) -> None:
        if order.day_first and order.month_first:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: dates in “{column}” are mixed: {day} can only be day/month, {month} only month/day. "
                "The more frequent order is used, the others are rejected. State the formats in the mapping.",
            )
        elif order.month_first:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: dates in “{column}” are read month first: {month} of them cannot be read otherwise.",
            )
        elif order.day_first:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: dates in “{column}” are read day first: {day} of them cannot be read otherwise.",
            )
        else:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: dates in “{column}” do not tell whether the day or the month comes first; they are read "
                "day first. State the format in the mapping if that is wrong.",
            )
        values = {"file": file, "column": column, "day": order.day_first, "month": order.month_first}
        self.notes.append(Text(template, values))

    def text(self, batch: RawBatch, name: str) -> Optional[np.ndarray]:
        """Return a text field, (n,) object with `None` where empty; `None` when the file does not have it."""
        entry = self.mapping.fields.get(name)
        values = None if entry is None else self.values(batch, entry)
        return None if entry is None or values is None else recode(values, entry.values)

    def coded(self, batch: RawBatch, name: str) -> Optional[Tuple[np.ndarray, np.ndarray]]:
        """Return a coded field and which of its values the code list does not know."""
        texts = self.text(batch, name)
        if texts is None:
            return None
        entry = self.mapping.fields[name]
        codelist = self.codelists.get(entry.codelist)
        if codelist is None:
            return texts, np.zeros(len(texts), bool)
        empty = np.fromiter((text is None for text in texts), bool, len(texts))
        above = next((batch.columns[one] for one in entry.above if one in batch.columns), None)
        pairs = [
            "" if text is None else f"{main}{UNDER}{text}"
            for main, text in zip(above if above is not None else [""] * len(texts), texts)
        ]
        codes = map_unique(pairs, lambda pair: _code_under(codelist, pair) or None)
        unknown = np.fromiter((code is None for code in codes), bool, len(codes)) & ~empty
        if entry.unknown == KEEP:
            codes[unknown] = texts[unknown]
        return codes, unknown

    def measure(self, batch: RawBatch, name: str) -> Tuple[np.ndarray, np.ndarray]:
        """Return a measure, (n,) float64 with NaN where empty, and which texts are no number."""
        entry = self.mapping.measures[name]
        values = self.values(batch, entry)
        nothing = np.zeros(len(batch), bool)
        if values is None:
            return np.full(len(batch), np.nan), nothing
        if entry.equals:
            return is_one_of(values, entry.equals), nothing
        if entry.values:
            values = ["" if text is None else text for text in recode(values, entry.values)]
        return parse_numbers(values, self._decimal(batch, entry, values))

    def attribute(self, batch: RawBatch, name: str) -> np.ndarray:
        """Return an attribute, (n,) object with `None` where empty."""
        entry = self.mapping.attributes[name]
        values = self.values(batch, entry)
        return recode(values, entry.values) if values is not None else np.full(len(batch), None, object)

    def ids(self, batch: RawBatch) -> Optional[List[str]]:
        """Return the source's own ids, trimmed; `None` when the file has no such column."""
        column = next((name for name in self.mapping.id_columns if name in batch.columns), None)
        return None if column is None else tidy_all(batch.columns[column])

    def addresses(self, batch: RawBatch) -> np.ndarray:
        """Return the addresses as they are looked up, (n,) object, empty where there is none."""
        geocode = self.mapping.geocode
        if geocode is None:
            return np.full(len(batch), "", object)
        if geocode.columns:
            parts = [batch.columns[name] for name in geocode.columns if name in batch.columns]
            whole = [" ".join(part) for part in zip(*parts)] if parts else [""] * len(batch)
            return map_unique(whole, normal_address)
        texts = self.text(batch, "address")
        if texts is None:
            return np.full(len(batch), "", object)
        return map_unique(["" if text is None else text for text in texts], normal_address)

    def point(self, batch: RawBatch) -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, str]:
        """Return x, y in the source's CRS, which are missing, which unreadable, and the field they come from."""
        fields = self.mapping.fields
        count = len(batch)
        for name in ("wkt", "xy"):
            values = self.values(batch, fields[name]) if name in fields else None
            if values is None:
                continue
            empty = np.fromiter((not value.strip() for value in values), bool, count)
            turned = fields[name].axes == "yx"
            if name == "xy":
                x, y, bad = split_pairs(values, fields["xy"].separator or ",", self.mapping.decimal)
                missing = empty | ((np.isnan(x) | np.isnan(y)) & ~bad)
                return (y, x, missing, bad, name) if turned else (x, y, missing, bad, name)
            x, y, srid = parse_points(values)
            other = (
                ~np.isnan(srid) & (srid != _code(self.mapping.crs))
                if self.mapping.crs
                else np.zeros(count, bool)
            )
            bad = ~empty & (np.isnan(x) | np.isnan(y) | other)
            return (y, x, empty, bad, name) if turned else (x, y, empty, bad, name)
        axes = []
        for name in ("x", "y"):
            values = self.values(batch, fields[name]) if name in fields else None
            if values is None:
                axes.append((np.full(count, np.nan), np.zeros(count, bool)))
            else:
                axes.append(parse_numbers(values, self._decimal(batch, fields[name], values)))
        (x, x_bad), (y, y_bad) = axes
        bad = x_bad | y_bad
        missing = (np.isnan(x) | np.isnan(y)) & ~bad & ~np.isinf(x) & ~np.isinf(y)
        return x, y, missing, bad, "x" if "x" in fields else ""

    def _decimal(self, batch: RawBatch, entry: Entry, values: List[str]) -> str:
        if self.mapping.decimal:
            return self.mapping.decimal
        column = entry.column_in(batch.columns) or ""
        key = (batch.file, column)
        if key not in self._decimals:
            self._decimals[key] = decimal_sign(values[:5000])
            if self._decimals[key] == ",":
                self.notes.append(
                    Text(
                        QT_TRANSLATE_NOOP(
                            "core", "{file}: numbers in “{column}” are read with a decimal comma."
                        ),
                        {"file": batch.file, "column": column},
                    )
                )
        return self._decimals[key]


def _code(crs: str) -> float:
    tail = crs.rsplit(":", 1)[-1]
    return float(tail) if tail.isdigit() else np.nan


def _code_under(codelist: Codelist, pair: str) -> str:
    """Return the code of a text, under its main category where the code list has that, empty when none."""
    main, _, text = pair.partition(UNDER)
    return codelist.code(f"{main}/{text}") or codelist.code(text)
