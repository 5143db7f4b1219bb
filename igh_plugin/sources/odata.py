"""Statistics of CBS and of those who publish with it, the police among them: OData v3 and v4.

Their traps: keys of dimensions are padded with spaces, and a filter without them finds nothing and says nothing; `$orderby`
and `$skip` do not hold; the number at the end of a property changes from year to year; null is suppressed, not zero; and
totals stand among their parts, so that every dimension has to be narrowed to one member.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple
from urllib.parse import urljoin, urlsplit

from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from .network import errors
from .network.door import Ask, Door, Reply
from .statistics import Statistic, StatisticsDefinition

Row = Tuple[str, str, Optional[float]]
"""Code of the area, period (empty for a table without), and the value; None where it is suppressed."""
_PERIOD = re.compile(r"(\d{4})(JJ|MM|KW)(\d{2})")
_DIMENSIONS = ("Dimension", "GeoDimension", "GeoDetail", "TimeDimension")

NO_PROPERTY = QT_TRANSLATE_NOOP("core", "the table has no property {name}; it has: {offered}")
MANY_PROPERTIES = QT_TRANSLATE_NOOP(
    "core", "the table has several properties {name}: {offered}; name one of them"
)
NO_DIMENSION = QT_TRANSLATE_NOOP("core", "the table has no dimension {name}; it has: {offered}")
NO_MEMBER = QT_TRANSLATE_NOOP("core", "the dimension {dimension} has no member {name}; it has: {offered}")
NOT_NARROWED = QT_TRANSLATE_NOOP(
    "core",
    "{statistic} does not say which member of the dimension {dimension} is meant, and totals stand among its parts; "
    "state one in “where”: {offered}",
)
NO_NUMBER = QT_TRANSLATE_NOOP("core", "the property {name} of {area} is “{value}”, which is no number")
NO_ROWS = QT_TRANSLATE_NOOP("core", "the table holds no numbers of areas that begin with {starts}")


class ODataTable:
    """A table of statistics. Everything about it is asked once."""

    def __init__(self, door: Door, definition: StatisticsDefinition, progress: Progress):
        self._door, self._definition, self._progress = door, definition, progress
        self._root = definition.remote.address.rstrip("/") + "/"
        self._v4 = "/odata/v1/" in self._root.lower()
        self._held: Dict[str, List[Mapping[str, Any]]] = {}

    def statistic(self, name: str) -> Iterator[Row]:
        """Give the values of a statistic for the areas and years of the definition."""
        definition, wanted = self._definition, self._definition.statistics[name]
        conditions = self._conditions(name, wanted)
        measure = self._property(wanted.property)
        found = 0
        for start in definition.starts:
            for periods in self._periods():
                clauses = [f"startswith({definition.area_dimension},{_quoted(start)})", *conditions]
                if periods:
                    one = " or ".join(f"{definition.year_dimension} eq {_quoted(key)}" for key in periods)
                    clauses.append(f"({one})")
                if self._v4:
                    clauses.append(f"Measure eq {_quoted(measure)}")
                for row in self._rows("Observations" if self._v4 else "TypedDataSet", " and ".join(clauses)):
                    found += 1
                    value = row.get("Value" if self._v4 else measure)
                    area = str(row.get(definition.area_dimension) or "").strip()
                    period = str(row.get(definition.year_dimension) or "").strip()
                    yield area, period, self._number(value, wanted.property, area)
        if not found:
            raise self._refuse(Text(NO_ROWS, {"starts": ", ".join(definition.starts)}))

    def _number(self, value: Any, name: str, area: str) -> Optional[float]:
        try:
            return None if value is None else float(value)
        except (TypeError, ValueError) as error:
            said = str(value).strip()[:50]
            raise self._refuse(Text(NO_NUMBER, {"name": name, "area": area, "value": said})) from error

    def columns(self) -> List[str]:
        """Return the names of the properties and dimensions of the table."""
        return [*self._properties(), *self._dimensions()]

    def check(self) -> None:
        """See that everything the definition names is there; raises `NetworkError` as `statistic` does."""
        next(iter(self._periods()), None)
        for name, wanted in self._definition.statistics.items():
            self._conditions(name, wanted)
            self._property(wanted.property)

    def _conditions(self, name: str, wanted: Statistic) -> List[str]:
        """Return the filters that narrow every other dimension to one member, by its key as it is written there."""
        own = {self._definition.area_dimension, self._definition.year_dimension}
        dimensions = self._dimensions()
        for one in [
            *wanted.where,
            self._definition.area_dimension,
            *filter(None, [self._definition.year_dimension]),
        ]:
            if one not in dimensions:
                raise self._refuse(Text(NO_DIMENSION, {"name": one, "offered": _few(dimensions)}))
        clauses = []
        for dimension in dimensions:
            if dimension in own:
                continue
            members = self._members(dimension)
            if dimension not in wanted.where:
                values = {"statistic": name, "dimension": dimension, "offered": _few(members)}
                raise self._refuse(Text(NOT_NARROWED, values))
            key = members.get(wanted.where[dimension].strip())
            if key is None:
                values = {"dimension": dimension, "name": wanted.where[dimension], "offered": _few(members)}
                raise self._refuse(Text(NO_MEMBER, values))
            clauses.append(f"{dimension} eq {_quoted(key)}")
        return clauses

    def _members(self, dimension: str) -> Dict[str, str]:
        """Return the keys of a dimension as written in the table, by the keys without the spaces around them."""
        name, key = (f"{dimension}Codes", "Identifier") if self._v4 else (dimension, "Key")
        return {str(one.get(key, "")).strip(): str(one.get(key, "")) for one in self._list(name)}

    def _periods(self) -> Iterator[List[str]]:
        """Give the keys of the last years, or of their months and quarters; one empty list for a table without years."""
        if not self._definition.year_dimension:
            yield []
            return
        keys = list(self._members(self._definition.year_dimension).values())
        parts = {key: _PERIOD.fullmatch(key.strip()) for key in keys}
        whole = [key for key in keys if (found := parts[key]) and found[2] == "JJ"]
        usable = whole or [key for key in keys if parts[key]]
        years = sorted({key.strip()[:4] for key in usable})[-self._definition.latest :]
        for year in years:
            yield [key for key in usable if key.strip()[:4] == year]

    def _property(self, wanted: str) -> str:
        """Return the key of a property named by its key, by its key without the number at its end, or by its title."""
        offered = self._properties()
        if wanted in offered:
            return wanted
        fits = [
            key for key, title in offered.items() if re.sub(r"_\d+$", "", key) == wanted or title == wanted
        ]
        if len(fits) != 1:
            template = MANY_PROPERTIES if fits else NO_PROPERTY
            raise self._refuse(Text(template, {"name": wanted, "offered": _few(fits or offered)}))
        return fits[0]

    def _properties(self) -> Dict[str, str]:
        """Return the titles of the properties by their keys."""
        if self._v4:
            return {
                str(one.get("Identifier")): str(one.get("Title", "")) for one in self._list("MeasureCodes")
            }
        found = self._list("DataProperties")
        return {str(one.get("Key")): str(one.get("Title", "")) for one in found if one.get("Type") == "Topic"}

    def _dimensions(self) -> List[str]:
        if self._v4:
            return [str(one.get("Identifier")) for one in self._list("Dimensions")]
        return [str(one.get("Key")) for one in self._list("DataProperties") if one.get("Type") in _DIMENSIONS]

    def _list(self, name: str) -> List[Mapping[str, Any]]:
        if name not in self._held:
            self._held[name] = list(self._rows(name, ""))
        return self._held[name]

    def _rows(self, name: str, filter_: str) -> Iterator[Mapping[str, Any]]:
        """Give the rows of a part of the table, along the links to the next page."""
        root = self._root
        if name == "TypedDataSet":  # the other address refuses more than 10,000 rows
            root = re.sub("/ODataApi/", "/ODataFeed/", root, flags=re.IGNORECASE)
        parameters = [("$filter", filter_)] if filter_ else []
        if not self._v4:
            parameters.append(("$format", "json"))
        address: Optional[str] = root + name
        seen = set()
        while address:
            seen.add(address)
            reply = self._door.get(
                Ask(address, tuple(parameters), credentials=self._definition.remote.credentials)
            )
            page = reply.json()
            rows = page.get("value") if isinstance(page, dict) else None
            if not isinstance(rows, list):
                raise reply.refuse(errors.WrongContent, "not_rows", "definition")
            yield from (row for row in rows if isinstance(row, dict))
            address, parameters = self._next(page, reply), []
            if address in seen:
                raise reply.refuse(errors.WrongContent, "circle", "later")

    def _next(self, page: Mapping[str, Any], reply: Reply) -> Optional[str]:
        link = page.get("odata.nextLink") or page.get("@odata.nextLink")
        if not isinstance(link, str):
            return None
        there = urljoin(reply.address, link)
        if urlsplit(there).hostname != urlsplit(reply.address).hostname:
            host = urlsplit(there).hostname or "?"
            raise reply.refuse(errors.WrongContent, "elsewhere", "address", host=host)
        return there

    def _refuse(self, what: Text) -> errors.NetworkError:
        return errors.WrongContent(self._definition.source, self._root, what, "definition")


def year_of(period: str) -> Tuple[int, str, int]:
    """Return year, kind (JJ, KW, MM) and number of a period such as `2025MM06`; `ValueError` for another text."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(period)
    return int(found[1]), found[2], int(found[3])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:30]) + (", …" if len(listed) > 30 else "")
