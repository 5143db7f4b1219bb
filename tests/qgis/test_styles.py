"""The style vocabulary on real layers: classes, words, no data, and the way into the file."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from igh_plugin.core.errors import UserError
from igh_plugin.layers import colours
from igh_plugin.layers.classes import class_limits, symmetric_limits
from igh_plugin.layers.styles import apply_style, save_default_style, style_hash


def squares(values, field="value", kind="double"):
    """A memory layer with one square of 100 m per value."""
    layer = QgsVectorLayer(
        f"Polygon?crs=EPSG:28992&field={field}:{kind}&field=name:string", "squares", "memory"
    )
    features = []
    for index, value in enumerate(values):
        feature = QgsFeature(layer.fields())
        x, y = 100 * (index % 20), 100 * (index // 20)
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)))
        feature.setAttributes([value, f"Area {index}"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def dots(categories):
    layer = QgsVectorLayer("Point?crs=EPSG:28992&field=category:string", "dots", "memory")
    features = []
    for index, category in enumerate(categories):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({index} {index})"))
        feature.setAttributes([category])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def drawn_labels(layer):
    """For every feature: the legend labels of the symbols it is drawn with."""
    context = QgsRenderContext()
    renderer = layer.renderer().clone()
    named = {item.symbol().dump(): item.label() for item in renderer.legendSymbolItems()}
    renderer.startRender(context, layer.fields())
    found = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        found.append(
            [named[symbol.dump()] for symbol in renderer.originalSymbolsForFeature(feature, context)]
        )
    renderer.stopRender(context)
    return found


def test_significance_names_every_class_and_hatches_missing():
    layer = squares([3, 2, 1, 0, -1, -2, -3, None], "gi_bin", "integer")
    apply_style(layer, {"style": "significance", "field": "gi_bin"})
    assert drawn_labels(layer) == [
        ["Hot spot, 99 % confidence"],
        ["Hot spot, 95 % confidence"],
        ["Hot spot, 90 % confidence"],
        ["Not significant"],
        ["Cold spot, 90 % confidence"],
        ["Cold spot, 95 % confidence"],
        ["Cold spot, 99 % confidence"],
        ["No data"],
    ]
    items = {item.label(): item.symbol().clone() for item in layer.renderer().legendSymbolItems()}
    assert items["Hot spot, 99 % confidence"].color().name() == colours.SIGNIFICANCE[3]
    assert items["Not significant"].color().alphaF() < 0.5
    assert items["No data"].symbolLayer(0).layerType() == "LinePatternFill"


@pytest.mark.parametrize("rule", ["quantile", "jenks", "stddev", "equal"])
def test_every_value_has_exactly_one_class(rule):
    values = np.random.default_rng(4).gamma(2.0, 7.0, 200).round(2).tolist() + [None, None]
    layer = squares(values)
    apply_style(layer, {"style": "rate_classes", "field": "value", "rule": rule, "unit": "%"})
    labels = drawn_labels(layer)
    assert all(len(found) == 1 for found in labels)
    assert labels[-1] == ["No data"]
    assert len({found[0] for found in labels}) == (5 if rule == "stddev" else 6)


def test_a_value_on_a_limit_belongs_to_the_class_that_names_it():
    layer = squares([5.0, 10.0, 20.5, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0])
    apply_style(layer, {"style": "rate_classes", "field": "value", "rule": "equal", "unit": "%"})
    items = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert items[0].startswith("under") and items[-1].endswith("or more")
    limits = class_limits(np.array([5.0, 10, 20.5, 30, 40, 50, 60, 70, 80, 90]), 5, "equal")
    assert limits == sorted(limits) and len(limits) == 4
    by_value = dict(zip([5.0, 10.0, 20.5, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0], drawn_labels(layer)))
    for limit in limits:
        for value, found in by_value.items():
            if value == limit:
                assert found[0].startswith(f"{limit:.0f}")


def test_whole_numbers_get_ranges_that_do_not_touch():
    layer = squares([float(v) for v in range(1, 101)])
    apply_style(layer, {"style": "rate_classes", "field": "value", "unit": "events"})
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    ends = [tuple(int(part) for part in label.split(" to ")) for label in labels[:-1]]
    assert all(second[0] == first[1] + 1 for first, second in zip(ends, ends[1:]))
    assert labels[-1].endswith("or more events")
    assert "No data" not in labels


def test_few_values_have_a_class_each():
    assert class_limits(np.array([0.0, 0, 0, 1, 2]), 5) == [1.0, 2.0]
    assert class_limits(np.array([4.0, 4.0]), 5) == []
    assert class_limits(np.array([]), 5) == []
    assert symmetric_limits(np.array([np.nan, 0.0])) == []


def test_many_zeros_do_not_break_the_classes():
    values = np.concatenate([np.zeros(800), np.arange(1, 201)]).astype(float)
    limits = class_limits(values, 5)
    assert limits and limits[0] > 0
    assert len(limits) == len(set(limits))


def test_a_layer_of_nulls_only_is_all_no_data():
    layer = squares([None, None, None])
    apply_style(layer, {"style": "rate_classes", "field": "value"})
    assert drawn_labels(layer) == [["No data"]] * 3


def test_change_is_symmetric_and_says_where_nothing_was_before():
    layer = squares([-80.0, -50.0, -30.0, -10.0, -9.9, 0.0, 9.9, 10.0, 30.0, 50.0, 400.0, None])
    apply_style(layer, {"style": "change", "field": "value", "unit": "%"})
    labels = drawn_labels(layer)
    assert all(len(found) == 1 for found in labels)
    assert labels[-1] == ["No earlier events to compare with"]
    assert labels[4] == labels[5] == labels[6]
    assert labels[0] == labels[1] and labels[9] == labels[10]
    colour = {item.label(): item.symbol().color().name() for item in layer.renderer().legendSymbolItems()}
    assert colour[labels[10][0]] == colours.CHANGE_MORE[-1]
    apply_style(layer, {"style": "change", "field": "value", "unit": "%", "direction": "high_is_good"})
    colour = {item.label(): item.symbol().color().name() for item in layer.renderer().legendSymbolItems()}
    assert colour[labels[10][0]] == colours.CHANGE_LESS[-1]


def test_density_leaves_zero_undrawn():
    layer = squares([0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    apply_style(layer, {"style": "density", "field": "value"})
    labels = drawn_labels(layer)
    assert labels[0] == labels[1] == []
    assert all(len(found) == 1 for found in labels[2:])


def test_rare_categories_are_grey_and_titles_replace_codes():
    counted = [("a", 9), ("b", 8), ("c", 7), ("d", 6), ("e", 5), ("f", 4), ("g", 3), ("h", 2), ("i", 1)]
    layer = dots([name for name, count in counted for _ in range(count)] + [None])
    apply_style(layer, {"style": "points_by_category", "titles": {"a": "Waste"}})
    items = layer.renderer().legendSymbolItems()
    assert [item.label() for item in items] == ["Waste", "b", "c", "d", "e", "f", "g", "Other"]
    assert items[-1].symbol().color().name() == colours.OTHER
    assert drawn_labels(layer)[-2:] == [["Other"], ["Other"]]


def test_a_missing_field_or_style_is_said_in_words():
    layer = squares([1.0])
    with pytest.raises(UserError, match="gi_bin"):
        apply_style(layer, {"style": "significance"})
    with pytest.raises(UserError, match="rainbow"):
        apply_style(layer, {"style": "rainbow"})


def test_the_fingerprint_holds_for_equal_styles_and_changes_with_a_colour():
    first, second = squares([1.0, 2.0, 3.0, None]), squares([1.0, 2.0, 3.0, None])
    for layer in (first, second):
        apply_style(layer, {"style": "rate_classes", "field": "value"})
    assert style_hash(first) == style_hash(second)
    apply_style(second, {"style": "rate_classes", "field": "value", "ramp": "blue"})
    assert style_hash(first) != style_hash(second)


def test_a_saved_style_is_what_the_file_opens_with(tmp_path):
    path = str(tmp_path / "result.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "hot"
    source = squares([3, 0, -3, None], "gi_bin", "integer")
    QgsVectorFileWriter.writeAsVectorFormatV3(source, path, source.transformContext(), options)
    layer = QgsVectorLayer(f"{path}|layername=hot", "hot", "ogr")
    for _ in range(2):
        apply_style(layer, {"style": "significance"})
        save_default_style(layer)
    again = QgsVectorLayer(f"{path}|layername=hot", "hot", "ogr")
    assert style_hash(again) == style_hash(layer)
    assert again.listStylesInDatabase()[2].count("IGH") == 1


def test_a_change_that_chance_explains_has_a_quiet_class_whatever_its_size():
    layer = squares([80.0, 80.0, -30.0, 2.0, 30.0, None])
    layer.dataProvider().addAttributes([QgsField("p", QVariant.Double)])
    layer.updateFields()
    place = layer.fields().lookupField("p")
    chances = [0.001, 0.4, 0.2, 0.01, None, None]
    for feature, chance in zip(list(layer.getFeatures()), chances):
        layer.dataProvider().changeAttributeValues({feature.id(): {place: chance}})
    apply_style(layer, {"style": "change", "field": "value", "unit": "%", "p": "p"})
    assert drawn_labels(layer) == [
        ["50 % or more above before"],
        ["Within what chance explains"],
        ["Within what chance explains"],
        ["About the same (less than 10 % either way)"],
        ["25 % to 50 % more"],
        ["No earlier events to compare with"],
    ]
