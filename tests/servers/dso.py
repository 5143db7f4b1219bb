"""A table of the DSO API of Amsterdam as facts and samples describe it, and what goes wrong there."""

from __future__ import annotations

import csv
import io
import json

from .web import Answer, Service

FIELDS = ("id", "hoofdcategorie", "subcategorie", "datumMelding", "tijdstipMelding", "externeStatus", "melderEmail",
          "geometrieVisualisatie")  # fmt: skip


def reports(count, start="2026-01-01"):
    """Rows as the table has them: dates run on, ten a day."""
    import numpy as np

    days = np.datetime64(start) + np.arange(count) // 10
    for at in range(count):
        yield {
            "id": str(at + 1), "hoofdcategorie": "Afval", "subcategorie": "Grofvuil" if at % 3 else "Huisafval; \"los\"",
            "datumMelding": str(days[at]), "tijdstipMelding": f"{at % 24:02d}:{at % 60:02d}:00",
            "externeStatus": "Gemeld", "melderEmail": f"melder{at}@example.org",
            "geometrieVisualisatie": f"SRID=28992;POINT ({120_000 + at % 997} {487_000 + at % 883})",
        }  # fmt: skip


class Dso(Service):
    """The table, its rows, and how it behaves: faults are set by a test.

    `aborts` ends a stream after so many rows with the sentence and HTTP 200, `drops` leaves rows out without a word,
    `cuts` closes the connection after so many bytes, each the next `times` times.
    """

    PATH = "/v1/meldingen/meldingen"

    def __init__(self, rows, key="", fields=FIELDS):
        self.rows, self.key, self.fields = list(rows), key, fields
        self.aborts = self.drops = self.cuts = None
        self.times = 0
        self.hidden = ()
        self.content_crs = "EPSG:28992"
        super().__init__({self.PATH: self.answer})

    def problem(self, status, title, **more):
        body = json.dumps({"type": "urn:apiexception:invalid", "title": title, "status": status, **more})
        return Answer(body, status, kind="application/problem+json")

    def answer(self, request):
        query = dict(request.query)
        if self.key and request.headers.get("X-Api-Key") != self.key:
            missing = "X-Api-Key" not in request.headers
            said = "API key missing" if missing else "invalid API key"
            return Answer(json.dumps({"message": said}), 401 if missing else 400, kind="application/json")
        if request.headers.get("Accept-Crs", "EPSG:28992") not in ("EPSG:28992", "EPSG:4326"):
            return Answer("", 406)
        if int(query.get("page", 1)) > 100:
            return self.problem(403, "You do not have permission to perform this action.",
                                detail="Page number cannot exceed 100.")  # fmt: skip
        rows = self.rows
        for name, value in query.items():
            field, _, how = name.partition("[")
            if name.startswith("_") or name == "page":
                continue
            if field in self.hidden:
                return self.problem(403, "You do not have permission to perform this action.")
            if field not in self.fields:
                reason = [{"name": field, "reason": "Field does not exist."}]
                return self.problem(400, "Invalid input.", **{"invalid-params": reason})
            rows = [row for row in rows if (row[field] >= value if how == "gte]" else row[field] == value)]
        fields = [name for name in self.fields if name not in self.hidden]
        if "_fields" in query:
            fields = [name for name in fields if name in query["_fields"].split(",")]
        headers = {"Content-Crs": self.content_crs}
        size = query.get("_pageSize")
        if query.get("_format") == "geojson":
            return self.geojson(rows, fields, int(size or 0))
        if query.get("_format") != "csv":
            if query.get("_count") == "true":
                headers["X-Total-Count"] = str(len(rows))
            page = {"_embedded": {"meldingen": rows[: int(size or 20)]}, "_links": {}, "page": {"number": 1}}
            return Answer(json.dumps(page), headers=headers, kind="application/hal+json")
        if size:
            return Answer(
                self.text(rows[: int(size)], fields), headers=headers, kind="text/csv; charset=utf-8"
            )
        return self.stream(rows, fields, headers)

    def geojson(self, rows, fields, size):
        """The rows as features; points stand as GeoJSON, the CRS in a member and in the header."""
        at_fault = self.times > 0 and not size
        self.times -= not size
        rows = rows[:size] if size else rows
        left = self.aborts if at_fault and self.aborts is not None else len(rows)
        left -= self.drops if at_fault and self.drops is not None else 0
        pieces = []
        for number, row in enumerate(rows[:left]):
            x, y = row["geometrieVisualisatie"].split("(")[1].rstrip(")").split()
            properties = {name: row[name] for name in fields if name != "geometrieVisualisatie"}
            geometry = {"type": "Point", "coordinates": [float(x), float(y)]}
            one = {
                "type": "Feature",
                "id": f"meldingen.{row['id']}",
                "geometry": geometry,
                "properties": properties,
            }
            pieces.append((b"," if number else b"") + json.dumps(one).encode())
        crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{self.content_crs[5:]}"}}
        head = f'{{"type": "FeatureCollection", "crs": {json.dumps(crs)}, "features": ['.encode()
        tail = b'], "_links": [{"rel": "self"}]}'
        if at_fault and self.aborts is not None:
            tail = b"\n\n/* Aborted by OperationalError during rendering! */"
        cut = self.cuts if at_fault else None
        headers = {"Content-Crs": self.content_crs}
        return Answer(
            [head, *pieces, tail],
            headers=headers,
            kind="application/geo+json; charset=utf-8",
            chunked=True,
            cut=cut,
        )

    def stream(self, rows, fields, headers):
        at_fault = self.times > 0
        self.times -= 1
        tail = b""
        if at_fault and self.aborts is not None:
            rows, tail = rows[: self.aborts], b"Aborted by OperationalError during rendering!\r\n"
        if at_fault and self.drops is not None:
            rows = rows[: len(rows) - self.drops]
        body = self.text(rows, fields) + tail
        pieces = [body[at : at + 4096] for at in range(0, len(body), 4096)]
        cut = self.cuts if at_fault else None
        return Answer(pieces, headers=headers, kind="text/csv; charset=utf-8", chunked=True, cut=cut)

    def text(self, rows, fields):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(fields)
        writer.writerows([row[name] for name in fields] for row in rows)
        return out.getvalue().encode()
