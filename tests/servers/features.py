"""Lines and polygons of a WFS (in GML or GeoJSON) or an OGC API Features service, in RD New or degrees."""

from __future__ import annotations

import json

from osgeo import ogr, osr

from .web import Answer, Service
from .wfs import SPACES


class Features(Service):
    """Four shapes; `kind` is `wfs-gml`, `wfs-geojson` or `ogcapi`, `crs` what the client asks."""

    shapes = {
        "ring": "POLYGON ((120000 487000, 120100 487000, 120100 487100, 120000 487100, 120000 487000),"
        " (120040 487040, 120040 487060, 120060 487060, 120060 487040, 120040 487040))",
        "islands": "MULTIPOLYGON (((121000 487000, 121050 487000, 121050 487050, 121000 487000)),"
        " ((122000 487000, 122050 487000, 122050 487050, 122000 487000)))",
        "street": "LINESTRING (120000 488000, 120100 488000, 120100 488200)",
        "streets": "MULTILINESTRING ((120000 489000, 120100 489000), (120200 489000, 120300 489100, 120300 489200))",
    }

    def __init__(self, kind, crs):
        self.kind, self.crs = kind, crs
        pages = {
            "/wfs": self.wfs,
            "/collections/shapes": self.collection,
            "/collections/shapes/items": self.items,
        }
        super().__init__(pages)

    @property
    def address(self):
        return self.site.address("/collections/shapes" if self.kind == "ogcapi" else "/wfs")

    def geometry(self, name, turned=False):
        geometry = ogr.CreateGeometryFromWkt(self.shapes[name])
        if self.crs != "EPSG:28992":
            source, target = osr.SpatialReference(), osr.SpatialReference()
            source.ImportFromEPSG(28992)
            target.ImportFromEPSG(4326)
            for one in (source, target):
                one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            geometry.Transform(osr.CoordinateTransformation(source, target))
            geometry.AssignSpatialReference(None)
        if turned and self.crs != "EPSG:28992":
            geometry.SwapXY()
        return geometry

    def geojson(self, names):
        options = ["COORDINATE_PRECISION=15"]
        return [
            {"type": "Feature", "id": name, "properties": {"naam": name}, "geometry": json.loads(self.geometry(name).ExportToJson(options))}
            for name in names
        ]  # fmt: skip

    # ------------------------------------------------------------------------------------------ WFS

    def wfs(self, request):
        query = {name.upper(): value for name, value in request.query.items()}
        if query["REQUEST"] == "GetCapabilities":
            value = "<ows:Value>application/json</ows:Value>" if self.kind == "wfs-geojson" else ""
            urn = f"urn:ogc:def:crs:EPSG::{self.crs[5:]}"
            return Answer(
                f'<wfs:WFS_Capabilities {SPACES} xmlns="http://www.opengis.net/wfs/2.0" version="2.0.0"><ows:OperationsMetadata>'
                f'<ows:Operation name="GetFeature"><ows:Parameter name="outputFormat">{value}</ows:Parameter></ows:Operation>'
                "</ows:OperationsMetadata><FeatureTypeList><FeatureType><Name>app:shapes</Name>"
                f"<DefaultCRS>{urn}</DefaultCRS></FeatureType></FeatureTypeList></wfs:WFS_Capabilities>",
                kind="text/xml",
            )
        start, size = int(query.get("STARTINDEX", 0)), int(query.get("COUNT", 99))
        names = list(self.shapes)[start : start + size]
        if query.get("RESULTTYPE") == "hits":
            return Answer(f'<wfs:FeatureCollection {SPACES} numberMatched="4"/>', kind="text/xml")
        if "json" in query.get("OUTPUTFORMAT", ""):
            page = {"type": "FeatureCollection", "features": self.geojson(names), "numberMatched": 4}
            return Answer(json.dumps(page), kind="application/json")
        members = []
        for name in names:
            geometry = self.geometry(name, turned=True)
            options = ["FORMAT=GML32", f"GMLID=g.{name}", "SRSNAME_FORMAT=OGC_URN", "XMLNS_GML=NO"]
            text = geometry.ExportToGML(options=options).replace(
                f'gml:id="g.{name}"', f'gml:id="g.{name}" srsName="urn:ogc:def:crs:EPSG::{self.crs[5:]}"', 1
            )
            members.append(
                f'<wfs:member><app:shapes gml:id="{name}"><app:naam>{name}</app:naam><app:geom>{text}</app:geom></app:shapes></wfs:member>'
            )
        body = f'<wfs:FeatureCollection {SPACES} numberMatched="4">{"".join(members)}</wfs:FeatureCollection>'
        return Answer(body, kind="text/xml")

    # ------------------------------------------------------------------------------------------ OGC API Features

    def collection(self, _):
        crs = [
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            f"http://www.opengis.net/def/crs/EPSG/0/{self.crs[5:]}",
        ]
        return Answer(json.dumps({"id": "shapes", "crs": crs, "storageCrs": crs[1]}), kind="application/json")

    def items(self, request):
        asked = request.query.get("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
        page = {
            "type": "FeatureCollection",
            "features": self.geojson(self.shapes),
            "links": [],
            "numberMatched": 4,
        }
        return Answer(json.dumps(page), headers={"Content-Crs": f"<{asked}>"}, kind="application/geo+json")
