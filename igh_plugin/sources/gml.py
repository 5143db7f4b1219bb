"""Answers of a WFS in GML 3.1 and 3.2 as features in the shape of GeoJSON: texts as they stand, points as x and y.

Nothing is made of a text: `0363` stays `0363`, where readers that guess types make 363 of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Tuple

from osgeo import osr
from qgis.PyQt.QtCore import QXmlStreamReader

_MEMBERS = ("member", "featureMember", "featureMembers")
_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "Curve", "MultiLineString", "MultiCurve", "Polygon", "Surface", "MultiPolygon",
    "MultiSurface", "MultiGeometry", "GeometryCollection",
)  # fmt: skip
_PIECE = QXmlStreamReader.TokenType


class NotXml(ValueError):
    """The text is cut or damaged, or declares entities."""


class NoFeatures(ValueError):
    """The text is XML, but no collection of features."""


@dataclass
class Element:
    """A piece of XML; names of elements and attributes are without their namespace."""

    name: str
    attributes: Dict[str, str]
    text: str = ""
    children: List[Element] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self) -> Iterator[Element]:
        """Give this element and all within, in their order."""
        yield self
        for child in self.children:
            yield from child.all()


def parse_xml(data: bytes) -> Element:
    """Return the root of a document; `NotXml` when it is cut or damaged, or has a document type."""
    reader = QXmlStreamReader(data)
    above = Element("", {})
    path = [above]
    while not reader.atEnd():
        token = reader.readNext()
        if token == _PIECE.StartElement:
            attributes = {str(one.name()): str(one.value()) for one in reader.attributes()}
            path[-1].children.append(Element(str(reader.name()), attributes))
            path.append(path[-1].children[-1])
        elif token == _PIECE.Characters:
            path[-1].text += str(reader.text())
        elif token == _PIECE.EndElement:
            path.pop()
        elif token == _PIECE.DTD:
            raise NotXml("DOCTYPE")
    if reader.hasError():
        raise NotXml(reader.errorString())
    return above.children[0]


def features_of(root: Element) -> List[Dict[str, Any]]:
    """Return the features of a collection; each with `crs`, as the geometry states it. Raises `NoFeatures`."""
    if root.name != "FeatureCollection":
        raise NoFeatures(root.name)
    return [_feature(one) for one in _members(root)]


def _members(root: Element) -> Iterator[Element]:
    for child in root.children:
        if child.name in _MEMBERS:
            for one in child.children:
                if one.name in ("FeatureCollection", "SimpleFeatureCollection"):
                    yield from _members(one)
                else:
                    yield one


def _feature(element: Element) -> Dict[str, Any]:
    feature: Dict[str, Any] = {"type": "Feature", "properties": {}, "geometry": None, "crs": ""}
    named = element.get("id") or element.get("fid")
    if named:
        feature["id"] = named
    for child in element.children:
        if child.name == "boundedBy":
            continue
        if len(child.children) == 1 and child.children[0].name in _GEOMETRIES:
            feature["geometry"], feature["crs"] = _geometry(child.children[0])
        else:
            _put(feature["properties"], child.name, child)
    return feature


def _geometry(element: Element) -> Tuple[Dict[str, Any], str]:
    """Return a point, or the name of another geometry, and the code of its CRS."""
    named = [one.get("srsName") for one in element.all() if one.get("srsName")]
    name = named[0] if named else ""
    positions = [one.text for one in element.all() if one.name in ("pos", "coordinates")]
    kind = element.name
    if kind not in ("Point", "MultiPoint") or len(positions) != 1:
        return {"type": kind}, code_of(name)
    x, y = (float(text) for text in positions[0].replace(",", " ").split()[:2])
    return {"type": "Point", "coordinates": [y, x] if _is_turned(name) else [x, y]}, code_of(name)


def code_of(name: str) -> str:
    """Return `EPSG:28992` for the names a service may give that CRS, `OGC:CRS84` for longitude and latitude."""
    code = name.replace("#", ":").replace("/", ":").rpartition(":")[2].strip("<>")
    return "OGC:CRS84" if code.upper() == "CRS84" else f"EPSG:{code}" if code.isdigit() else name


def _is_turned(name: str) -> bool:
    """Whether coordinates under this name come north before east: those named by a URN or URI, where EPSG says so."""
    code = code_of(name)
    if not name.startswith(("urn:", "http://www.opengis.net/def/")) or not code.startswith("EPSG:"):
        return False
    reference = osr.SpatialReference()
    if reference.ImportFromEPSG(int(code[5:])) != 0:
        return False
    return bool(reference.EPSGTreatsAsLatLong() or reference.EPSGTreatsAsNorthingEasting())


def _put(properties: Dict[str, Any], name: str, element: Element) -> None:
    """Put an element under its name, those inside others with a dot; one that comes again makes a list."""
    for child in element.children:
        _put(properties, f"{name}.{child.name}", child)
    if element.children:
        return
    value = None if element.get("nil") in ("true", "1") else element.text.strip()
    if name in properties:
        before = properties[name]
        properties[name] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        properties[name] = value
