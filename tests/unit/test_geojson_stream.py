"""A stream of GeoJSON gives what a parser of the whole gives, however it is cut into pieces, or an error."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.text import Text
from igh_plugin.sources import geojson_stream
from igh_plugin.sources.features import as_text
from igh_plugin.sources.geojson_stream import geojson_batches
from igh_plugin.sources.network import errors

VALUES = (
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(max_size=12)
)
POINTS = st.tuples(st.floats(1e5, 2e5), st.floats(4e5, 5e5)).map(
    lambda at: {"type": "Point", "coordinates": list(at)}
)
FEATURES = st.builds(
    lambda id, properties, geometry: {"type": "Feature", "id": id, "properties": properties, "geometry": geometry},
    st.integers(0, 99), st.dictionaries(st.sampled_from("abc"), VALUES), st.none() | POINTS,
)  # fmt: skip


class Pieces(io.RawIOBase):
    """A stream whose reads give a few bytes each."""

    def __init__(self, data, size):
        super().__init__()
        self.data, self.size = data, size

    def read(self, _=-1):
        piece, self.data = self.data[: self.size], self.data[self.size :]
        return piece


def refuse(error, word, advice, **values):
    return error("source", "http://x.example", Text(f"{word} {values}"), advice)


def read(data, size=7, crs="EPSG:28992", columns=()):
    return list(geojson_batches(Pieces(data, size), "source", columns, refuse, crs, b"salt"))


def rows(batches):
    header = sorted({name for batch in batches for name in batch.header})
    return [
        {
            name: batch.columns[name][row]
            for name in header
            if batch.columns.get(name, [""] * len(batch))[row] != ""
        }
        for batch in batches
        for row in range(len(batch))
    ]


@given(st.lists(FEATURES, max_size=8), st.integers(1, 40), st.booleans(), st.sampled_from([None, 1, 4]))
def test_any_cutting_into_pieces_gives_the_same_rows(features, size, links_first, indent):
    links = {
        "_links": [{"href": "http://x.example/]}"}],
        "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
    }
    page = {"type": "FeatureCollection", **(links if links_first else {}), "features": features}
    page.update({} if links_first else links)
    for text in (json.dumps(page, indent=indent), json.dumps(page, ensure_ascii=False)):
        found = read(text.encode("utf-8", "surrogatepass"), size)
        assert rows(found) == rows(read(text.encode("utf-8", "surrogatepass"), 10**6))
        assert sum(len(batch) for batch in found) == len(features)


@given(st.lists(FEATURES, min_size=1, max_size=5), st.data())
def test_a_collection_that_is_cut_anywhere_is_an_error(features, data):
    whole = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(errors.Broken):
        read(whole[:cut], data.draw(st.integers(1, 50)))
    with pytest.raises(errors.Broken, match="aborted .*OperationalError"):
        at = whole.index(b'"features": [') + 13
        read(whole[:at] + b"\n/* Aborted by OperationalError during rendering! */")


def test_what_is_no_collection_is_told():
    with pytest.raises(errors.WrongContent, match="not_features"):
        read(b'{"error": {"code": 400}}')
    with pytest.raises(errors.Broken):
        read(b"[1, 2]")
    with pytest.raises(errors.Broken, match="empty"):
        read(b"   ")
    with pytest.raises(errors.Broken):
        read(b'{"features": []} and more')


def test_the_crs_is_checked_wherever_it_stands():
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [4.9, 52.3]}}
    page = {
        "features": [point],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC::CRS84"}},
    }
    with pytest.raises(errors.WrongContent, match="crs .*CRS84"):
        read(json.dumps(page).encode())
    with pytest.raises(errors.WrongContent, match="crs .*CRS84"):
        read(json.dumps({"features": [point]}).encode())
    assert len(read(json.dumps(page).encode(), crs="EPSG:4326")[0]) == 1
    assert len(read(json.dumps({"features": [point]}).encode(), crs="EPSG:4326")[0]) == 1


def test_degrees_are_seen_where_the_first_features_have_no_place(monkeypatch):
    monkeypatch.setattr(geojson_stream, "BATCH", 2)
    ring = {"type": "Polygon", "coordinates": [[[4.9, 52.3], [4.91, 52.3], [4.9, 52.31], [4.9, 52.3]]]}
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in (None, None, ring)]
    with pytest.raises(errors.WrongContent, match="crs .*CRS84"):
        read(json.dumps({"features": features}).encode())


def test_many_features_come_in_batches(monkeypatch):
    monkeypatch.setattr(geojson_stream, "BATCH", 100)
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": None} for n in range(250)]
    found = read(json.dumps({"features": features}).encode(), 1000, columns=("n",))
    assert [len(batch) for batch in found] == [100, 100, 50]
    assert [text for batch in found for text in batch.columns["n"]] == [str(n) for n in range(250)]
    assert found[-1].lines.tolist() == list(range(201, 251))


def test_a_nul_in_a_text_does_not_end_it():
    """Databases take it for the end: two ids would become one."""
    assert as_text("A\0B") == "A\ufffdB" and as_text(["\0"]) == '["\\u0000"]'
