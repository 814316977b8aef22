"""``make offline``: the built site as one zip. Unpack it anywhere and open its index.html: nothing is asked of a
network, and no server is needed.

The same site gives the same bytes: entries are sorted and bear one date.
"""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "losses-of-classification.zip"

DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
READABLE = 0o100644 << 16  # a plain file that everyone may read, wherever it was packed
# Sphinx's notes to itself, and an inventory for other books, which need an address.
LEFT_OUT = {".buildinfo", "objects.inv"}


def pack(site: Path, target: Path) -> int:
    """Write the zip, all in one folder named as the file; returns how many files it has.

    Raises
    ------
    FileNotFoundError
        If there is no built site.
    """
    if not (site / "index.html").exists():
        raise FileNotFoundError(f"expected the built site in {site}, got nothing: run `make book` first")
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    names = sorted(name for name in names if name.rpartition("/")[2] not in LEFT_OUT)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in names:
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
            entry.create_system = 3  # unix, on every system
            packed.writestr(entry, (site / name).read_bytes())
    os.replace(unfinished, target)  # a zip that is there is whole
    return len(names)


def main() -> int:
    try:
        count = pack(SITE, TARGET)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{TARGET.relative_to(ROOT)}: {count} files, {TARGET.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
