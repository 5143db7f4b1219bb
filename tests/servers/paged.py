"""Services that hand out rows of JSON page by page, each as it really does, and what goes wrong."""

from __future__ import annotations

import base64
import json

from .web import Answer, Service

STYLES = ("signalen", "geography", "socrata", "ckan", "opendatasoft", "arcgis", "numbered", "cursor")


class Paged(Service):
    """`count` rows in the style of one service; a test sets what is wrong.

    `most` is the longest page it gives, whatever is asked; `fails` maps the number of an answer to the answer instead;
    `shifts` makes rows move one place between pages, `missing` rows are left out at the end, `ignores` gives the first
    page for ever.
    """

    PATH = "/data"

    def __init__(self, style, count, most=100):
        super().__init__({"/data*": self.answer})
        self.style, self.count, self.most = style, count, most
        self.fails, self.shifts, self.missing, self.ignores, self.counted, self.answers = (
            {},
            False,
            0,
            False,
            True,
            0,
        )

    @property
    def address(self):
        tails = {"geography": "/signals/v1/public/signals/geography", "arcgis": "/FeatureServer/0"}
        return self.site.address(self.PATH + tails.get(self.style, ""))

    def row(self, at):
        day = f"2026-01-{1 + at % 28:02d}T10:00:00+01:00"
        point = {"type": "Point", "coordinates": [4.9 + at * 1e-6, 52.37 + at * 1e-6]}
        values = {
            "id": at,
            "created_at": day,
            "category": {"main_slug": "afval", "sub": None},
            "reporter": {"email": f"jan{at}@example.org"},
        }
        if at == 5:
            values["remark"] = "only one has it"
        if self.style in ("geography", "arcgis", "opendatasoft"):
            return {"type": "Feature", "id": at, "properties": values, "geometry": point}
        return {**values, "location": {"geometrie": point}}

    def answer(self, request):
        query = dict(request.query)
        rows = [self.row(at) for at in range(self.count - self.missing)]
        since = (
            query.get("created_after")
            or query.get("where", query.get("$where", "")).rpartition("'")[0].rpartition("'")[2]
        )
        if since:
            created = [(row.get("properties") or row)["created_at"] for row in rows]
            rows = [row for row, day in zip(rows, created) if day[:10] >= since[:10]]
        total = len(rows) + self.missing
        if "returnCountOnly" in query:
            return Answer(json.dumps({"count": total}), kind="application/json")
        if query.get("$select") == "count(*)":
            return Answer(json.dumps([{"count": str(total)}]), kind="application/json")
        if request.path.endswith("/records"):
            return Answer(json.dumps({"total_count": total, "results": []}), kind="application/json")
        if self.answers in self.fails:
            one = self.fails[self.answers]
            self.answers += 1
            return one
        self.answers += 1
        return getattr(self, self.style)(request, query, rows, total)

    def cut(self, rows, start, size):
        start = 0 if self.ignores else start
        if self.shifts and start:
            start -= 1
        return rows[start : start + min(int(size), self.most)]

    def send(self, body, **headers):
        return Answer(json.dumps(body), headers=headers, kind="application/json")

    def signalen(self, request, query, rows, total):
        assert "incident_date_after" not in query  # swapped in its code
        page, size = int(query.get("page", 1)), min(int(query.get("page_size", 100)), self.most)
        found = self.cut(rows, (page - 1) * size, size)
        more = page * size < len(rows)
        kept = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
        link = (
            {"href": f"{self.site.address(request.path)}?{kept}&page={page + 1}"} if more else {"href": None}
        )
        return self.send({"_links": {"next": link}, "count": total, "results": found})

    def geography(self, request, query, rows, total):
        if "bbox" not in query:
            return Answer(
                '{"non_field_errors":["Either bbox or address_text must be filled in"]}',
                400,
                kind="application/json",
            )
        page = int(query.get("geopage", 1))
        found = self.cut(rows, (page - 1) * self.most, self.most)
        links = [f'<{self.site.address(request.path)}?bbox={query["bbox"]}&geopage={page}>; rel="self"']
        if page * self.most < len(rows):
            links.append(
                f'<{self.site.address(request.path)}?bbox={query["bbox"]}&geopage={page + 1}>; rel="next"'
            )
        return self.send({"type": "FeatureCollection", "features": found or None}, Link=",".join(links), **{"X-Total-Count": str(total)})  # fmt: skip

    def socrata(self, request, query, rows, total):
        assert query["$order"] == ":id"
        return self.send(self.cut(rows, int(query.get("$offset", 0)), query.get("$limit", 1000)))

    def ckan(self, request, query, rows, total):
        found = self.cut(rows, int(query.get("offset", 0)), query.get("limit", 100))
        return self.send({"success": True, "result": {"records": found, "total": total}})

    def opendatasoft(self, request, query, rows, total):
        assert request.path.endswith("/exports/geojson")
        return self.send({"type": "FeatureCollection", "features": rows})

    def arcgis(self, request, query, rows, total):
        assert request.path.endswith("/FeatureServer/0/query") and query["outFields"] == "*"
        found = self.cut(rows, int(query.get("resultOffset", 0)), query.get("resultRecordCount", 1000))
        return self.send({"type": "FeatureCollection", "features": found, "exceededTransferLimit": True})

    def numbered(self, request, query, rows, total):
        found = self.cut(rows, (int(query["page"]) - 1) * self.most, self.most)
        return self.send({"data": {"items": found}, **({"n": total} if self.counted else {})})

    def cursor(self, request, query, rows, total):
        start = int(base64.urlsafe_b64decode(query["after"])) if "after" in query else 0
        found = self.cut(rows, start, self.most)
        after = base64.urlsafe_b64encode(str(start + self.most).encode()).decode()
        more = start + self.most < len(rows)
        return self.send({"items": found, "next": f"?after={after}" if more else ""})
