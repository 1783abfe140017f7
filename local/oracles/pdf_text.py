"""Compares our reading of PDFs with pdftotext -raw (Debian's poppler-utils) and PyMuPDF (Benchmarks/requirements.txt).

    python local/oracles/pdf_text.py [--binary .build/release/FlashcardGenerator] [file or folder ...]

Without files it reads the tests' golden PDFs, the samples of events/ and documents of many layouts that it makes.
What both of the others have counts: of their words at least 99 in a hundred must be ours, of their adjacent words 98.
Words divided at a line's end are put together everywhere. Where a reader's order is not the file's, which the others
follow, only words count. Ends with 1 where a document falls short.
"""

from __future__ import annotations

import argparse
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pymupdf

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "local/samples"))

WORDS, PAIRS = 0.99, 0.98
LIMITS = ["52428800", "5000", "10000000", "120", str(640 << 20)]

DRAWN_IN_ANOTHER_ORDER = {
    "two-columns.pdf", "prose-columns.pdf", "right-to-left.pdf", "right-to-left-rows.pdf", "form.pdf",
}  # fmt: skip
"""Drawn row by row across columns, from the last letter to the first, or with all that was filled in at the end."""
NOT_COMPARED = {
    "codes-for-letters.pdf", "scrambled-letters.pdf", "private-use.pdf", "replacement-characters.pdf",
}  # fmt: skip
"""Text layers that are no text, which the others do not notice."""


def ours(binary: Path, file: Path) -> str:
    """The pages' text, out of the reading process's messages (Sources/DocumentText/ReaderMessage.swift)."""
    run = subprocess.run([binary, "--read-document", file, *LIMITS], capture_output=True, check=False)
    pages: list[str] = []
    position = 0
    while position + 5 <= len(run.stdout):
        kind, length = struct.unpack_from(">BI", run.stdout, position)
        content = run.stdout[position + 5 : position + 5 + length]
        position += 5 + length
        if kind == 2:
            counts = content[9]
            margins = 0 if counts == 0xFF else 3 * ((counts >> 4) + (counts & 0x0F))
            pages.append(content[10 + margins :].decode("utf-8", "replace"))
        elif kind == 3:
            return ""
    return "\n".join(pages)


def others(file: Path) -> tuple[str, str]:
    raw = subprocess.run(["pdftotext", "-raw", "-cropbox", file, "-"], capture_output=True, check=False)
    try:
        with pymupdf.open(file) as document:
            texts = [page.get_text(flags=0) for page in document]
    except (RuntimeError, ValueError):
        texts = []
    return raw.stdout.decode("utf-8", "replace"), "\n".join(texts)


def words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e]", " ", text))
    text = re.sub(r"(\w)[-\u00ad\u2010]\n\s*(?=\w)", r"\1", text)
    return [word.lower() for word in re.findall(r"[^\W_]+", text)]


def shares(mine: list[str], one: list[str], other: list[str]) -> tuple[float, float, int]:
    both = Counter(one) & Counter(other)
    pairs = Counter(pairwise(one)) & Counter(pairwise(other))
    found = (both & Counter(mine)).total()
    adjacent = (pairs & Counter(pairwise(mine))).total()
    return found / max(1, both.total()), adjacent / max(1, pairs.total()), both.total()


def documents(paths: list[Path], folder: Path) -> list[Path]:
    if not paths:
        import make_layout_pdfs

        for name, data in make_layout_pdfs.files().items():
            (folder / name).write_bytes(data)
        paths = [ROOT / "Tests/PDFTextTests/Golden", ROOT / "events/samples", folder]
    files = {file.name: file for path in paths for file in ([path] if path.is_file() else sorted(path.glob("*.pdf")))}
    return list(files.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/FlashcardGenerator")
    parser.add_argument("paths", type=Path, nargs="*")
    options = parser.parse_args()
    pymupdf.TOOLS.mupdf_display_errors(False)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in documents(options.paths, Path(folder)):
            one, other = (words(text) for text in others(file))
            mine = words(ours(options.binary, file))
            word_share, pair_share, count = shares(mine, one, other)
            if count == 0 or file.name in NOT_COMPARED:
                continue
            is_ordered = file.name not in DRAWN_IN_ANOTHER_ORDER
            falls_short = word_share < WORDS or (is_ordered and pair_share < PAIRS)
            failed += falls_short
            shown = f"{pair_share:.3f}" if is_ordered else "  -  "
            print(f"{word_share:.3f} {shown} {count:7}  {file.name}{'  falls short' if falls_short else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
