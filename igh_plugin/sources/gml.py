"""Answers of a WFS in GML 3.1 and 3.2 as features in the shape of GeoJSON: texts as they stand, x before y.

Nothing is made of a text: `0363` stays `0363`, where readers that guess types make 363 of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Tuple

from osgeo import osr
from qgis.PyQt.QtCore import QXmlStreamReader

from .records import code_of

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
    """Return the features of a collection; each with `crs`, as the geometry states it. Raises `NoFeatures`.

    Of several geometries the first is that of the feature, as services have it in GeoJSON; the others are properties.
    """
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
            geometry, crs = _geometry(child.children[0])
            if feature["geometry"] is None:
                feature["geometry"], feature["crs"] = geometry, crs
            else:
                feature["properties"][child.name] = geometry
        else:
            _put(feature["properties"], child.name, child)
    return feature


def _geometry(element: Element) -> Tuple[Dict[str, Any], str]:
    """Return a geometry in the shape of GeoJSON, or its name alone where it is of a kind that is not read, and its CRS."""
    named = [one.get("srsName") for one in element.all() if one.get("srsName")]
    name = named[0] if named else ""
    sizes = [one.get("srsDimension") for one in element.all() if one.get("srsDimension")]
    reader = _Coordinates(int(sizes[0]) if sizes else 2, _is_turned(name))
    try:
        return reader.geometry(element), code_of(name)
    except _Unread:
        return {"type": element.name}, code_of(name)


class _Unread(Exception):
    """A kind of geometry that is not read, such as an arc."""


@dataclass(frozen=True)
class _Coordinates:
    """Reads the positions of one geometry; `turned` where they come north before east."""

    size: int
    turned: bool

    def geometry(self, element: Element) -> Dict[str, Any]:
        kind = element.name
        if kind == "Point":
            return {"type": "Point", "coordinates": next(iter(self._positions(element)), [])}
        if kind == "MultiPoint":
            return {
                "type": kind,
                "coordinates": [at for one in _parts(element, "Point") for at in self._positions(one)],
            }
        if kind in ("LineString", "Curve"):
            return {"type": "LineString", "coordinates": self._line(element)}
        if kind in ("MultiLineString", "MultiCurve"):
            lines = [self._line(one) for one in _parts(element, "LineString", "Curve")]
            return {"type": "MultiLineString", "coordinates": lines}
        if kind in ("Polygon", "Surface", "MultiPolygon", "MultiSurface"):
            polygons = [self._polygon(one) for one in _parts(element, "Polygon", "PolygonPatch")]
            if kind == "Polygon" and len(polygons) == 1:
                return {"type": "Polygon", "coordinates": polygons[0]}
            return {"type": "MultiPolygon", "coordinates": polygons}
        raise _Unread(kind)

    def _polygon(self, element: Element) -> List[List[List[float]]]:
        """Return the rings, the outer one first."""
        rings = []
        for side in element.children:
            if side.name in ("exterior", "interior", "outerBoundaryIs", "innerBoundaryIs"):
                rings.append(self._line(side))
        return rings

    def _line(self, element: Element) -> List[List[float]]:
        """Return the positions of a line, of its segments one after the other; a vertex they share stands once."""
        found: List[List[float]] = []
        for one in element.all():
            if one.name.startswith(("Arc", "Circle", "BSpline", "Bezier", "Cubic", "Clothoid", "Geodesic")):
                raise _Unread(one.name)
            if one.name in ("posList", "pos", "coordinates") and one.text.strip():
                positions = self._read(one)
                found += (
                    positions[1:] if found and found[-1] == positions[0] and len(positions) > 1 else positions
                )
        return found

    def _positions(self, element: Element) -> List[List[float]]:
        """Return the positions of a point: none of an empty one."""
        held = [one for one in element.all() if one.name in ("pos", "coordinates") and one.text.strip()]
        return [at for one in held for at in self._read(one)]

    def _read(self, element: Element) -> List[List[float]]:
        numbers = [float(text) for text in element.text.replace(",", " ").split()]
        size = int(element.get("srsDimension") or self.size)
        if element.name == "coordinates" and element.text.strip():
            size = element.text.split()[0].count(",") + 1
        if element.name == "pos":
            size = len(numbers)
        positions = [numbers[at : at + 2] for at in range(0, len(numbers) - size + 1, size)]
        if size < 2 or not positions:
            raise ValueError(element.text[:50])
        return [at[::-1] for at in positions] if self.turned else positions


def _parts(element: Element, *names: str) -> Iterator[Element]:
    """Give the elements of these names, the element itself too; nothing within one of them."""
    if element.name in names:
        yield element
        return
    for child in element.children:
        yield from _parts(child, *names)


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
