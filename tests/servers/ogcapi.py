"""OGC API Features as GoKoala (PDOK) serves it: opaque cursors, no numberMatched, its own errors; and what goes wrong."""

from __future__ import annotations

import base64
import json

from .web import Answer, Service


class OgcApi(Service):
    """A collection; a test sets what is wrong.

    `fails` maps the number of a page to the answer it gives instead, `times` often; `matched` is the number it claims.
    """

    PATH = "/collections/meldingen"

    def __init__(self, count, page=100):
        self.count, self.page = count, page
        self.fails, self.times, self.matched = {}, 99, None
        self.links, self.content_crs, self.edition, self.heeds_crs = "right", True, "0", True
        self.asked_pages = []
        super().__init__({self.PATH + "/items": self.items, self.PATH: self.collection})

    def feature(self, at, projected):
        place = [120_000.5 + at % 997, 487_000.25 + at % 883] if projected else [4.9 + at * 1e-6, 52.37]
        values = {
            "number": at,
            "moment": f"2026-01-{1 + at % 28:02d}T10:00:00Z",
            "category": {"name": "Afval", "slug": "afval"},
        }
        if at % 10 == 7:
            values["remark"] = "only some have one"
        return {
            "type": "Feature",
            "id": f"m.{at}",
            "properties": values,
            "geometry": {"type": "Point", "coordinates": place},
        }

    def collection(self, request):
        systems = [
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            f"http://www.opengis.net/def/crs/EPSG/{self.edition}/28992",
        ]
        return Answer(json.dumps({"id": "meldingen", "crs": systems}), kind="application/json")

    def items(self, request):
        at = int(base64.urlsafe_b64decode(request.query["cursor"])) if "cursor" in request.query else 0
        page = at // self.page
        self.asked_pages.append(page)
        if page in self.fails and self.times > 0:
            self.times -= 1
            return self.fails[page]
        crs = request.query.get("crs", "")
        if crs and not crs.endswith(f"/{self.edition}/28992"):
            said = {"detail": "client requested unsupported crs", "status": 400, "title": "Bad Request"}
            return Answer(json.dumps(said), 400, kind="application/problem+json")
        size = min(self.page, int(request.query["limit"]))
        body = {
            "type": "FeatureCollection",
            "features": [
                self.feature(one, bool(crs) and self.heeds_crs)
                for one in range(at, min(at + size, self.count))
            ],
            "links": [{"rel": "self", "href": "/x"}],
        }
        if self.matched is not None:
            body["numberMatched"] = self.matched
        if at + size < self.count:
            cursor = base64.urlsafe_b64encode(
                str(at + size if self.links != "circle" else 0).encode()
            ).decode()
            host = {"right": self.site.address(), "elsewhere": "http://other.example", "circle": "",
                    "scheme": f"https://127.0.0.1:{self.site.port}"}[self.links]  # fmt: skip
            query = f"cursor={cursor}&limit={size}&f=json" + (f"&crs={crs}" if crs else "")
            body["links"].append({"rel": "next", "href": f"{host}{self.PATH}/items?{query}"})
        headers = {"Content-Crs": f"<{crs}>"} if crs and self.content_crs else {}
        return Answer(json.dumps(body), headers=headers, kind="application/geo+json")
