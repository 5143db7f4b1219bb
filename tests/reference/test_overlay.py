"""What two divisions share is what geopandas finds: the neighbourhoods of Amsterdam and the same turned by two degrees."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.correspondence import WHOLE, carried

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"
AREAS, LAYER, DEGREES = "areas/amsterdam_gebieden_2022_rd.gpkg", "buurten", "2"


def test_it_is_what_geopandas_says(real_data, tmp_path):
    ogr = pytest.importorskip("osgeo.ogr")
    from igh_plugin.pipeline.correspondence import NEW, OLD, Division, compare

    path = real_data / AREAS
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    if not path.exists():
        pytest.skip(f"the areas of Amsterdam are absent: {AREAS}")
    script = Path(__file__).parent / "oracles" / "overlay.py"
    out = tmp_path / "told.npz"
    subprocess.run([str(ORACLES), str(script), str(path), LAYER, DEGREES, str(out)], check=True, cwd=tmp_path)
    told = np.load(out)
    ogr.UseExceptions()
    dataset = ogr.Open(str(path))
    wkbs = [bytes(item.GetGeometryRef().ExportToWkb()) for item in dataset.GetLayerByName(LAYER)]
    names = [f"{number:03d}" for number in range(len(wkbs))]
    old = Division.of(names, wkbs, OLD)
    new = Division.of(names, [bytes.fromhex(one) for one in told["turned"].tolist()], NEW)
    compared = compare(old, new, sliver=0.0)
    table = compared.table
    ours = dict(zip(zip(table.old.tolist(), table.new.tolist()), table.amount.tolist()))
    theirs: dict = {}
    for one, other, size in zip(told["old"].tolist(), told["new"].tolist(), told["size"].tolist()):
        theirs[one, other] = theirs.get((one, other), 0.0) + size
    apart = max(abs(ours.get(pair, 0.0) - theirs.get(pair, 0.0)) for pair in ours.keys() | theirs.keys())
    counts = np.random.default_rng(0).integers(0, 1_000, len(wkbs))
    found, lost = carried(table, np.arange(len(wkbs)), counts, len(wkbs))
    print(
        f"{len(ours)} overlaps of {len(wkbs)} areas; sizes at most {apart:.1e} m2 apart; {lost / WHOLE:.2f} without a place"
    )
    assert len(ours) > 2_000 and apart < 1e-3
    assert int(found.sum()) + lost == int(counts.sum()) * WHOLE
    inside = table.covered > 1 - 1e-9
    assert inside.sum() > 300 and (table.sums[inside] == WHOLE).all()
