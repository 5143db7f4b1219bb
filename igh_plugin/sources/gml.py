"""Answers of a WFS in GML 3.1 and 3.2 as features in the shape of GeoJSON: texts as they stand, points as x and y.

Nothing is made of a text: `0363` stays `0363`, where readers that guess types make 363 of it.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Tuple
from xml.etree import ElementTree

from osgeo import osr

_MEMBERS = ("member", "featureMember", "featureMembers")
_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "Curve", "MultiLineString", "MultiCurve", "Polygon", "Surface", "MultiPolygon",
    "MultiSurface", "MultiGeometry", "GeometryCollection",
)  # fmt: skip
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


Element = ElementTree.Element
NotXml = ElementTree.ParseError


class NoFeatures(ValueError):
    """The text is XML, but no collection of features."""


def parse_xml(data: bytes) -> Element:
    """Return the root of a document; `NotXml` when it is cut or damaged, or declares entities."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotXml("a document type is not read")
    return ElementTree.fromstring(data)


def local(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def inside(element: Element) -> str:
    """Return what stands inside an element, as XML."""
    return "".join(ElementTree.tostring(one, encoding="unicode") for one in element)


def features_of(root: Element) -> List[Dict[str, Any]]:
    """Return the features of a collection; each with `crs`, as the geometry states it. Raises `NoFeatures`."""
    if local(root.tag) != "FeatureCollection":
        raise NoFeatures(local(root.tag))
    return [_feature(one) for one in _members(root)]


def _members(root: Element) -> Iterator[Element]:
    for child in root:
        if local(child.tag) in _MEMBERS:
            for one in child:
                if local(one.tag) in ("FeatureCollection", "SimpleFeatureCollection"):
                    yield from _members(one)
                else:
                    yield one


def _feature(element: Element) -> Dict[str, Any]:
    feature: Dict[str, Any] = {"type": "Feature", "properties": {}, "geometry": None, "crs": ""}
    named = [value for name, value in element.attrib.items() if local(name) in ("id", "fid")]
    if named:
        feature["id"] = named[0]
    for child in element:
        if local(child.tag) == "boundedBy":
            continue
        held = list(child)
        if len(held) == 1 and local(held[0].tag) in _GEOMETRIES:
            feature["geometry"], feature["crs"] = _geometry(held[0])
        else:
            _put(feature["properties"], local(child.tag), child)
    return feature


def _geometry(element: Element) -> Tuple[Dict[str, Any], str]:
    """Return a point, or the name of another geometry, and the code of its CRS."""
    named = [one.get("srsName", "") for one in element.iter() if one.get("srsName")]
    name = named[0] if named else ""
    positions = [one.text or "" for one in element.iter() if local(one.tag) in ("pos", "coordinates")]
    kind = local(element.tag)
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
    held = list(element)
    for child in held:
        _put(properties, f"{name}.{local(child.tag)}", child)
    if held:
        return
    value = None if element.get(_NIL) in ("true", "1") else (element.text or "").strip()
    if name in properties:
        before = properties[name]
        properties[name] = [*before, value] if isinstance(before, list) else [before, value]
    else:
        properties[name] = value
