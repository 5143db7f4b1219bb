"""Locatieserver of PDOK as facts and samples describe it: strict about parameters, and what goes wrong there."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from .web import Answer, Service

ALLOWED = {"q", "fq", "fl", "rows", "start", "df", "lat", "lon", "sort", "wt", "bq", "qf"}
TYPES = ("adres", "weg", "postcode", "woonplaats")


def place(name, x, y, kind="adres", score=12.3, town="Amsterdam"):
    """A document as the service has it."""
    return {
        "bron": "BAG", "type": kind, "weergavenaam": name, "gemeentenaam": town, "id": f"adr-{name}", "score": score,
        "centroide_rd": f"POINT({x} {y})", "centroide_ll": "POINT(4.9 52.37)", "shard": "bag",
    }  # fmt: skip


class Locatieserver(Service):
    """The endpoint `free`; `places` maps what is asked, in small letters, to documents, best first.

    `sent` is everything that came: parameters and headers of each request. `answers` are given instead, one by one;
    `always` is given to everything, from the request after the first `fine` on.
    """

    PATH = "/bzk/locatieserver/search/v3_1"

    def __init__(self, places):
        self.places = places
        self.sent, self.answers, self.always, self.fine = [], [], None, 0
        super().__init__({self.PATH + "/free": self.answer})

    @property
    def asked(self):
        """What was looked up, in order."""
        return [dict(parameters)["q"] for parameters, _ in self.sent]

    def answer(self, request):
        parameters = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
        self.sent.append((parameters, dict(request.headers)))
        if self.answers:
            return self.answers.pop(0)
        if self.always is not None and len(self.sent) > self.fine:
            return self.always
        unknown = sorted({name for name, _ in parameters} - ALLOWED)
        if unknown:
            return problem(400, "Bad Request", f"unknown query parameter: {', '.join(unknown)}")
        asked = dict(parameters)
        found = [dict(one) for one in self.places.get(asked["q"], ())]
        for name, _, wanted in (value.partition(":") for key, value in parameters if key == "fq"):
            values = wanted.strip("()").replace('"', "").split(" OR ")
            found = [one for one in found if one.get(name) in values]
        rows = found[: int(asked.get("rows", 10))]
        fields = asked.get("fl", "*").split(",")
        rows = [{name: one[name] for name in one if fields == ["*"] or name in fields} for one in rows]
        response = {"numFound": len(found), "start": 0, "maxScore": 12.3, "numFoundExact": True, "docs": rows}
        return Answer(json.dumps({"response": response}), kind="application/json")


def problem(status, title, detail=""):
    body = json.dumps({"title": title, "status": status, "detail": detail})
    return Answer(body, status, kind="application/problem+json")
