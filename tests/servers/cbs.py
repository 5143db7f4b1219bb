"""CBS StatLine as it is: v3 with padded keys, pages and totals among the parts; v4 with long observations."""

from __future__ import annotations

import json
import re

from .web import Answer, Service

AREAS = ("NL00", "GM0363", "WK0363AA", "BU0363AA01", "BU0363AA02", "BU0363AB01", "BU0344AA01")
OFFENCES = {"0.0.0 ": "Totaal misdrijven", "1.1.1 ": "Diefstal/inbraak woning", "2.2.1 ": "Vernieling"}


def pad(code):
    return code.ljust(10)


class Cbs(Service):
    """Tables 47018NED (v3: offence, area, year), 47022NED (v3: the same by month), 86165NED (v3 and v4: one year).

    `values` maps (table, offence, area, period) to a number that is not the usual one; `page` is the longest page.
    """

    PATH = ""

    def __init__(self, page=7):
        super().__init__({"/*": self.answer})
        self.page, self.values, self.suffix = page, {}, "_1"
        self.periods = {"47018NED": ["2022JJ00", "2023JJ00", "2024JJ00"],
                        "47022NED": [f"{year}MM{month:02d}" for year in (2024, 2025) for month in range(1, 13)][:18]}  # fmt: skip
        self.next_link = None

    def number(self, table, offence, area, period):
        usual = len(offence) * 10 + AREAS.index(area) + int(period[:4] or 0) % 10
        return self.values.get((table, offence.strip(), area, period), usual)

    def answer(self, request):
        v3 = re.fullmatch(r"/(ODataApi|ODataFeed)/odata/(\w+)/(\w+)", request.path)
        if v3:
            return self.v3(v3[1], v3[2], v3[3], request)
        v4 = re.fullmatch(r"/odata/v1/CBS/(\w+)/(\w+)", request.path)
        return self.v4(v4[2], request) if v4 else Answer("{}", 404)

    def v3(self, kind, table, part, request):
        dimensions = (
            ["SoortMisdrijf", "WijkenEnBuurten", "Perioden"] if table != "86165NED" else ["WijkenEnBuurten"]
        )
        if part == "DataProperties":
            kinds = {"WijkenEnBuurten": "GeoDetail", "Perioden": "TimeDimension"}
            rows = [{"Key": one, "Title": one, "Type": kinds.get(one, "Dimension")} for one in dimensions]
            rows.append({"Key": "", "Title": "Onderwerp", "Type": "TopicGroup"})
            topics = ["GeregistreerdeMisdrijven"] if table != "86165NED" else ["AantalInwoners", "Mannen"]
            rows += [{"Key": one + self.suffix, "Title": f"Titel {one}", "Type": "Topic"} for one in topics]
            return self.pages(rows, request)
        if part in dimensions:
            keys = {"SoortMisdrijf": list(OFFENCES), "WijkenEnBuurten": [pad(one) for one in AREAS],
                    "Perioden": self.periods.get(table, [])}[part]  # fmt: skip
            return self.pages([{"Key": key, "Title": key} for key in keys], request)
        rows = []
        for offence in OFFENCES if table != "86165NED" else [""]:
            for area in AREAS:
                for period in self.periods.get(table, [""]):
                    value = self.number(table, offence, area, period)
                    row = {"SoortMisdrijf": offence, "WijkenEnBuurten": pad(area), "Perioden": period}
                    row = {name: row[name] for name in dimensions}
                    topic = "GeregistreerdeMisdrijven" if table != "86165NED" else "AantalInwoners"
                    rows.append({"ID": len(rows), **row, topic + self.suffix: value})
        rows = [row for row in rows if fits(row, request.query.get("$filter", ""))]
        if kind == "ODataApi" and len(rows) > 10_000:
            return Answer('{"odata.error":{"message":{"value":"more than 10000 rows"}}}', 400)
        return self.pages(rows, request)

    def v4(self, part, request):
        rows = {
            "Dimensions": [{"Identifier": "WijkenEnBuurten", "Kind": "GeoDimension"}],
            "MeasureCodes": [{"Identifier": "T001036", "Title": "Aantal inwoners"}, {"Identifier": "M2", "Title": "Mannen"}],
            "WijkenEnBuurtenCodes": [{"Identifier": one, "Title": one} for one in AREAS],
            "Observations": [
                {"Measure": measure, "WijkenEnBuurten": area, "Value": self.number("86165NED", measure, area, "")}
                for measure in ("T001036", "M2") for area in AREAS
            ],
        }[part]  # fmt: skip
        rows = [row for row in rows if fits(row, request.query.get("$filter", ""))]
        return self.pages(rows, request, "@")

    def pages(self, rows, request, prefix=""):
        start = int(request.query.get("from", 0))
        page = {f"{prefix}odata.metadata": "x", "value": rows[start : start + self.page]}
        if start + self.page < len(rows):
            query = "&".join(f"{name}={value}" for name, value in request.query.items() if name != "from")
            link = f"{self.site.address(request.path)}?{query}&from={start + self.page}".replace(" ", "%20")
            page[f"{prefix}odata.nextLink"] = self.next_link or link
        return Answer(json.dumps(page), kind="application/json; charset=utf-8")


def fits(row, text):
    """Whether a row fits a filter of the kind that is used: `and` of startswith, equals, and an `or` in brackets."""
    for clause in re.split(r" and ", text) if text else ():
        clause = clause[1:-1] if clause.startswith("(") else clause
        fine = False
        for one in clause.split(" or "):
            start = re.fullmatch(r"startswith\((\w+),'(.*)'\)", one)
            equal = re.fullmatch(r"(\w+) eq '(.*)'", one)
            fine = fine or (row[start[1]].startswith(start[2]) if start else row[equal[1]] == equal[2])
        if not fine:
            return False
    return True
