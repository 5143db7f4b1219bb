"""Addresses looked up in a layer of the workspace: exact, nothing sent, and nothing guessed."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.collect import collect
from igh_plugin.sources.definition import parse_definition
from tests.qgis.test_geocoding import COUNT, YAML, points, write

LAYER = "geocode: {layer: addresses, names: [street, number, code, town], columns: [street, house, postcode, town]}"
POINT = struct.Struct("<BIdd")


def text(said=LAYER):
    return YAML.format(geocode=said, fields="", more="")


def fill(workspace, rows, kind="POINT", wkb=None):
    """Store a layer of addresses: street, number, code, town, x, y."""
    street, number, code, town, x, y = (np.array(part) for part in zip(*rows))
    wkbs = [wkb or POINT.pack(1, 1, *xy) for xy in zip(x.astype(float), y.astype(float))]
    boxes = np.column_stack([x, x, y, y]).astype(float)
    columns = {"street": street.astype(object), "number": number.astype(float), "code": code.astype(object),
               "town": town.astype(object)}  # fmt: skip
    with workspace.begin("collect", "addresses") as run:
        run.store_layer("addresses", columns, wkbs, boxes, kind, 2026, "Addresses")


def damrak(last=20):
    return [("Damrak", house, "1012LG" if house % 2 else "1012 LG", "AMSTERDAM", 121_500 + house, 487_600)
            for house in range(1, last + 1)]  # fmt: skip


@pytest.fixture
def files(tmp_path):
    return write(tmp_path / "letters.csv")


def test_addresses_are_found_as_they_are_written(empty_workspace, files):
    rows = [(street, house, "1012 LG", town, x, y) for street, house, _, town, x, y in damrak()]
    fill(empty_workspace, rows)
    result = collect(empty_workspace, parse_definition(text()), files)
    assert (result.kept, result.rejected) == (COUNT, {"address_not_found": 1, "missing_coordinates": 1})
    found = points(empty_workspace)
    assert found[0] == ("letters:0", 121_501.0, 487_600.0, "address", "100.0") and len(found) == COUNT
    about = empty_workspace.runs("letters")[-1]["parameters"]["geocoding"]
    assert about == {"layer": "addresses", "addresses": 21, "found": 20, "at_several_places": 0}
    assert empty_workspace._connection.execute("SELECT count(*) FROM geocodes").fetchone() == (0,)
    assert any("20 of 21 addresses were found in the layer" in str(note) for note in result.notes)


def test_an_address_at_several_places_is_nobodys(empty_workspace, files):
    rows = [(street, house, "1012 LG", town, x, y) for street, house, _, town, x, y in damrak()]
    fill(empty_workspace, [*rows, ("Damrak", 1, "1012 LG", "Amsterdam", 130_000, 487_600),
                           ("Damrak", 2, "1012 LG", "Amsterdam", 121_502.4, 487_600)])  # fmt: skip
    result = collect(empty_workspace, parse_definition(text()), files)
    assert result.rejected["address_not_found"] == 1 + COUNT // 20
    assert empty_workspace.runs("letters")[-1]["parameters"]["geocoding"]["at_several_places"] == 1
    assert "letters:1" in {one[0] for one in points(empty_workspace)}


def test_a_layer_that_will_not_do_is_told_and_changes_nothing(empty_workspace, files):
    with pytest.raises(UserError, match="does not have: collect it first. There are: -"):
        collect(empty_workspace, parse_definition(text()), files)
    fill(empty_workspace, damrak(2))
    with pytest.raises(
        UserError, match="“postcode”, which the layer “addresses” does not have. It has: street"
    ):
        collect(
            empty_workspace, parse_definition(text(LAYER.replace(" code, town]", " postcode]", 1))), files
        )
    line = struct.pack("<BII4d", 1, 2, 2, 0, 0, 1, 1)
    fill(empty_workspace, damrak(2), "LINESTRING", line)
    before = empty_workspace.fingerprint()
    with pytest.raises(UserError, match="has no points"):
        collect(empty_workspace, parse_definition(text()), files)
    assert empty_workspace.fingerprint() == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("geocode: {layer: addresses}", "names"), ("geocode: {layer: '', names: [a]}", "is empty"),
        ("geocode: {layer: a, names: [b], service: locatieserver}", "service"),
    ],
)  # fmt: skip
def test_what_a_mapping_may_not_say(said, sentence):
    with pytest.raises(UserError, match=sentence):
        parse_definition(text(said))
