"""Pack the plugin into the zip that the plugin directory takes: the same files give the same bytes.

usage: package.py ZIP
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "igh_plugin"
SKIPPED_SUFFIXES = {".pyc", ".ts"}
EPOCH = (2020, 1, 1, 0, 0, 0)
LIMIT_BYTES = 10 * 1024 * 1024


def plugin_files() -> list[Path]:
    """Every file that QGIS installs, in a fixed order."""
    return sorted(
        path
        for path in PLUGIN.rglob("*")
        if path.is_file()
        and path.suffix not in SKIPPED_SUFFIXES
        and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(PLUGIN).parts)
    )


def pack(target: Path) -> None:
    """Write the zip with a fixed order, fixed times and fixed permissions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in plugin_files():
            entry = zipfile.ZipInfo(path.relative_to(ROOT).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            archive.writestr(entry, path.read_bytes())


def main() -> int:
    target = Path(sys.argv[1])
    pack(target)
    size = target.stat().st_size
    print(f"{target}: {size / 1e6:.2f} MB, {len(plugin_files())} files")
    if size >= LIMIT_BYTES:
        print("Larger than the 10 MB of the plugin directory.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
