"""A Web Feature Service as the one of Amsterdam (numberMatched unknown, no extent, 5,000 a page), and what goes wrong."""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape

from .web import Answer, Service

SPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ows="http://www.opengis.net/ows/1.1" '
    'xmlns:app="http://example.org/app" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
LATER = re.compile(r"GreaterThanOrEqualTo>.*?<\w+:Literal>([\d-]+)<", re.DOTALL)


class Wfs(Service):
    """One feature type, `app:meldingen`; a test sets what is wrong.

    `most` is the number of features of the longest page, `counted` whether it knows how many there are, `pages` whether
    it heeds where a page begins, `named` whether features have ids; `fails` maps the first feature of a page to the answer it gives instead, `times` often.
    """

    PATH = "/wfs/meldingen/"

    def __init__(self, count, most=5_000, version="2.0.0"):
        super().__init__({self.PATH: self.answer})
        self.count, self.most, self.version = count, most, version
        self.formats = ["text/xml; subtype=gml/3.2.1", "application/json; subtype=geojson; charset=utf-8"]
        self.counted, self.pages, self.shuffles, self.degrees, self.missing = False, True, False, False, 0
        self.fails, self.times, self.asked, self.named = {}, 99, [], True
        self.systems = ["urn:ogc:def:crs:EPSG::28992", "urn:ogc:def:crs:EPSG::4326"]

    def answer(self, request):
        query = {name.upper(): value for name, value in request.query.items()}
        if query.get("SERVICE") != "WFS":
            return self.exception("MissingParameterValue", "Missing required 'service' parameter.")
        if query["REQUEST"] == "GetCapabilities":
            return self.capabilities()
        if query["REQUEST"] == "DescribeFeatureType":
            return self.description()
        if query.get("TYPENAMES", query.get("TYPENAME")) != "app:meldingen":
            return self.exception("InvalidParameterValue", "Typename doesn't exist.")
        return self.features(query)

    def exception(self, code, text, status=400):
        said = f"<ows:ExceptionText>{escape(text)}</ows:ExceptionText>"
        body = f'<ows:ExceptionReport {SPACES} version="2.0.0"><ows:Exception exceptionCode="{code}">{said}</ows:Exception></ows:ExceptionReport>'
        return Answer(body, status, kind="text/xml; charset=utf-8")

    def capabilities(self):
        values = "".join(f"<ows:Value>{one}</ows:Value>" for one in self.formats)
        others = "".join(f"<OtherCRS>{one}</OtherCRS>" for one in self.systems[1:])
        body = (
            f'<wfs:WFS_Capabilities {SPACES} xmlns="http://www.opengis.net/wfs/2.0" version="{self.version}"><ows:OperationsMetadata>'
            f'<ows:Operation name="GetFeature"><ows:Parameter name="outputFormat">{values}</ows:Parameter></ows:Operation>'
            f"</ows:OperationsMetadata><FeatureTypeList><FeatureType><Name>app:meldingen</Name>"
            f"<DefaultCRS>{self.systems[0]}</DefaultCRS>{others}</FeatureType></FeatureTypeList></wfs:WFS_Capabilities>"
        )
        return Answer(body, kind="text/xml")

    def description(self):
        fields = "".join(
            f'<element name="{name}" type="string" nillable="true" minOccurs="0"/>'
            for name in ("nummer", "datum", "soort", "leeg")
        )
        body = (
            '<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:app="http://example.org/app" xmlns:gml="http://www.opengis.net/gml/3.2" '
            'targetNamespace="http://example.org/app" elementFormDefault="qualified" version="0.1">'
            '<import namespace="http://www.opengis.net/gml/3.2" schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/>'
            '<complexType name="meldingenType"><complexContent><extension base="gml:AbstractFeatureType"><sequence>'
            f'{fields}<element name="geom" type="gml:PointPropertyType" minOccurs="0"/></sequence></extension></complexContent></complexType>'
            '<element name="meldingen" type="app:meldingenType" substitutionGroup="gml:AbstractFeature"/></schema>'
        )
        return Answer(body, kind="text/xml; charset=utf-8")

    def record(self, at, place):
        values = {
            "nummer": f"{at:06d}",
            "datum": f"2026-01-{1 + at % 28:02d}",
            "soort": "Afval & <grof>",
            "leeg": None,
        }
        return f"meldingen.{at}", values, place

    def places(self, at, system):
        return (4.9 + at * 1e-6, 52.37) if "4326" in system else (120_000.5 + at % 997, 487_000.25 + at % 883)

    def features(self, query):
        start = int(query.get("STARTINDEX", 0)) if self.pages else 0
        size = min(self.most, int(query.get("COUNT", query.get("MAXFEATURES", self.count)) or self.count))
        chosen = list(range(self.count - self.missing))
        since = LATER.search(query.get("FILTER", ""))
        if since:
            chosen = [at for at in chosen if f"2026-01-{1 + at % 28:02d}" >= since[1]]
        if self.shuffles and start >= 100 and "SORTBY" not in query:
            chosen = chosen[:1] + chosen[:-1]
        matched = self.count if self.counted and not since else "unknown"
        if query.get("RESULTTYPE", "").lower() == "hits":
            name = "numberMatched" if self.version.startswith("2") else "numberOfFeatures"
            return Answer(f'<wfs:FeatureCollection {SPACES} {name}="{matched}"/>', kind="text/xml")
        if size > 2:
            self.asked.append(start)
            if start in self.fails and self.times > 0:
                self.times -= 1
                return self.fails[start]
        system = query.get("SRSNAME", self.systems[0])
        found = [self.record(at, self.places(at, system)) for at in chosen[start : start + size]]
        if "json" in query.get("OUTPUTFORMAT", ""):
            return self.geojson(found, matched)
        return self.gml(found, system, matched)

    def geojson(self, found, matched):
        features = [
            {"type": "Feature", "id": name, "properties": values, "geometry": {"type": "Point", "coordinates": [4.9, 52.37] if self.degrees else place}}
            for name, values, place in found
        ]  # fmt: skip
        page = {"type": "FeatureCollection", "features": features, "links": [], "numberReturned": len(found)}
        return Answer(
            json.dumps({**page, "numberMatched": matched}), kind="application/geo+json; charset=utf-8"
        )

    def gml(self, found, system, matched):
        members = []
        for name, values, (x, y) in found:
            texts = "".join(
                f'<app:{key} xsi:nil="true"/>' if value is None else f"<app:{key}>{escape(value)}</app:{key}>"
                for key, value in values.items()
            )
            at = f"{y} {x}" if system.startswith("urn:") and "4326" in system else f"{x} {y}"
            point = f'<gml:Point srsName="{system}"><gml:pos>{at}</gml:pos></gml:Point>'
            inside = f'<gml:boundedBy><gml:Envelope srsName="{system}"/></gml:boundedBy>{texts}<app:geom>{point}</app:geom>'
            known = f' gml:id="{name}"' if self.named else ""
            members.append(f"<wfs:member><app:meldingen{known}>{inside}</app:meldingen></wfs:member>")
        body = f'<wfs:FeatureCollection {SPACES} numberMatched="{matched}">{"".join(members)}</wfs:FeatureCollection>'
        return Answer(body, kind="text/xml; charset=utf-8")
