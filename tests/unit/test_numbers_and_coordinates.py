"""Numbers with either decimal sign, points in every writing, and points that cannot be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.cleaning.coordinates import (
    decimal_sign,
    impossible,
    inside_box,
    parse_number,
    parse_numbers,
    parse_points,
    robust_fence,
    split_pairs,
)


@pytest.mark.parametrize(
    "text,decimal,number",
    [
        ("12", "", 12),
        (" 12 ", "", 12),
        ("-0,5", "", -0.5),
        ("+3.25", "", 3.25),
        (".5", "", 0.5),
        ("7.", "", 7),
        ("1e3", "", 1000),
        ("1,5e3", "", 1500),
        ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5),
        ("1.234.567", "", 1234567),
        ("1,234,567", "", 1234567),
        ("1 234 567,25", "", 1234567.25),
        ("1'234.5", "", 1234.5),
        ("1\u00a0234,5", "", 1234.5),
        ("1.234", "", 1.234),
        ("1,234", "", 1.234),
        ("1.234", ",", 1234),
        ("1,234", ".", 1234),
        ("52.370216", ",", 52.370216),
        ("4,895168", ".", 4.895168),
        ("121388.5", "", 121388.5),
    ],
)
def test_numbers_as_people_write_them(text, decimal, number):
    assert parse_number(text, decimal) == number
    values, bad = parse_numbers([text], decimal)
    assert values[0] == number and not bad[0]


@pytest.mark.parametrize(
    "text",
    [
        "abc", "12a", "1.2.3", "1,2,3", "1.234.56", "1,234,5", "1.234,567,8", "--1", "1-2", "12 34", "0x10", "1_000",
        "nan", "NaN", "inf", "-Infinity", "1e400", "n/a", "True", "12\x00", "\x0012", "€ 12", "12%", ".", "-", "e5",
    ],
)  # fmt: skip
def test_what_is_no_number_is_marked(text):
    for decimal in ("", ".", ","):
        values, bad = parse_numbers(["1", text], decimal)
        assert bad.tolist() == [False, True] and values[0] == 1 and np.isnan(values[1]), decimal


def test_empty_is_not_a_number_and_not_wrong():
    values, bad = parse_numbers(["", "  ", "3"])
    assert np.isnan(values[:2]).all() and values[2] == 3 and not bad.any()
    assert len(parse_numbers([])[0]) == 0


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 6)), max_size=20))
def test_both_decimal_signs_give_the_same_numbers(numbers):
    texts = [f"{number:.6f}" for number in numbers]
    with_point, bad = parse_numbers(texts, ".")
    with_comma, also_bad = parse_numbers([text.replace(".", ",") for text in texts], ",")
    assert not bad.any() and not also_bad.any()
    assert np.allclose(with_point, numbers, rtol=1e-15, atol=1e-9)
    assert (with_point == with_comma).all()


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 99),
    st.sampled_from([",.", ".,", " ,", " .", "'.", "\u00a0,"]),
)
def test_thousands_signs_change_nothing(whole, cents, signs):
    grouping, decimal = signs
    text = f"{whole:,}".replace(",", grouping) + f"{decimal}{cents:02}"
    expected = math.copysign(abs(whole) + cents / 100, whole)
    for declared in ("", decimal):
        assert parse_number(text, declared) == pytest.approx(expected, rel=1e-15)


@given(st.lists(st.text(max_size=25), max_size=8), st.sampled_from(["", ".", ","]))
def test_any_text_is_a_finite_number_empty_or_marked(values, decimal):
    numbers, bad = parse_numbers(values, decimal)
    blank = np.array([not value.strip() for value in values], bool)
    assert (np.isfinite(numbers) ^ bad ^ blank).all()


@pytest.mark.parametrize(
    "values,sign",
    [
        (["1,5", "2,25", "3"], ","),
        (["1.5", "2,25", "3.1"], "."),
        (["1", "20", ""], ""),
        (["1.234,5"], ","),
        (["1,234.5"], "."),
        (["x", "n/a"], ""),
    ],
)
def test_the_decimal_sign_is_told_by_the_column(values, sign):
    assert decimal_sign(values) == sign


@pytest.mark.parametrize(
    "text,expected",
    [
        ("POINT (121388 487369)", (121388, 487369, None)),
        ("point(121388.5 487369.25)", (121388.5, 487369.25, None)),
        ("SRID=28992;POINT (121388 487369)", (121388, 487369, 28992)),
        ("POINT Z (4.9 52.3 1.5)", (4.9, 52.3, None)),
        ("POINT ZM(4.9 52.3 1.5 2)", (4.9, 52.3, None)),
        ("  POINT ( -95.4e0   29.7 ) ", (-95.4, 29.7, None)),
    ],
)
def test_points_in_well_known_text(text, expected):
    x, y, srid = parse_points([text])
    assert (x[0], y[0]) == expected[:2]
    assert np.isnan(srid[0]) if expected[2] is None else srid[0] == expected[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POINT EMPTY",
        "POINT (1)",
        "POINT (1,2)",
        "LINESTRING (0 0, 1 1)",
        "POINT (a b)",
        "POINT (1.2.3 4)",
    ],
)
def test_what_is_no_point_has_no_coordinates(text):
    assert np.isnan(parse_points([text])).all()


def test_pairs_in_one_column():
    x, y, bad = split_pairs(["4.9|52.3", " 4.9 | 52.3 ", "", "4.9", "4.9|52.3|1", "a|52.3", "|"], "|")
    assert x[:2].tolist() == [4.9, 4.9] and y[:2].tolist() == [52.3, 52.3]
    assert bad.tolist() == [False, False, False, True, True, True, False]
    x, y, bad = split_pairs([" 4.9  52.3 ", "4,9 52,3"], " ")
    assert x.tolist() == [4.9, 4.9] and y.tolist() == [52.3, 52.3] and not bad.any()
    assert split_pairs(["4,9;52,3"], ";", ",")[0].tolist() == [4.9]


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_point_written_as_text_is_read_back(x, y):
    for text in (f"POINT ({x!r} {y!r})", f"SRID=4326;POINT({x!r} {y!r})"):
        assert [part[0] for part in parse_points([text])[:2]] == [x, y]


def test_impossible_points():
    x = np.array([0.0, 0.0, np.nan, np.inf, 4.9, 52.3, 121388])
    y = np.array([0.0, 52.3, 52.3, 52.3, 52.3, 4.9, 487369])
    bounds = (3.2, 50.7, 7.3, 53.7)
    assert impossible(x, y, None).tolist() == [True, False, True, True, False, False, False]
    assert impossible(x, y, bounds).tolist() == [True, True, True, True, False, True, True]


def test_a_box_holds_its_borders():
    assert inside_box(np.array([0, 10, 10.1, np.nan]), np.array([0, 5, 5, 5]), (0, 0, 10, 5)).tolist() == [
        True, True, False, False,
    ]  # fmt: skip


@given(st.integers(0, 2**32 - 1), st.integers(20, 400), st.floats(1, 50_000), st.floats(-1e6, 1e6))
def test_the_fence_holds_a_cloud_and_leaves_out_what_lies_far(seed, n, spread, centre):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(centre, spread, (2, n))
    far = max(1, n // 25)
    x[:far] += 500 * spread
    fence = robust_fence(x, y)
    outside = fence.outside(x, y)
    assert outside[:far].all()
    assert outside[far:].mean() < 0.05
    order = rng.permutation(n)
    assert robust_fence(x[order], y[order]).radius == pytest.approx(fence.radius)


def test_few_points_make_no_fence_and_unreadable_ones_do_not_count():
    x = np.append(np.arange(20.0), np.nan)
    assert robust_fence(x[:19], x[:19]) is None
    assert robust_fence(x, x) is not None
