"""PDFs written out object by object, so that a test decides on every glyph's place and on what it is said to stand for.

Text is set in a font without glyphs: it has widths, and a table of what each code stands for, which is all that a
reader of text looks at. That way any script can be written on a machine without its fonts.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
_SIZE = 8


@dataclass(frozen=True)
class Line:
    """Glyphs from left to right, as they stand on the page: a line of Hebrew begins with its last letter."""

    x: float
    y: float
    glyphs: str


@dataclass
class Page:
    lines: list[Line] = field(default_factory=list)
    has_picture: bool = False
    height: int = HEIGHT


def page(*lines: str, x: float = 72, top: float = 770, leading: float = 16) -> Page:
    return Page([Line(x, top - row * leading, line) for row, line in enumerate(lines)])


def picture() -> Page:
    """A page as a scanner makes it."""
    return Page(has_picture=True)


def document(pages: list[Page], *, meanings: dict[str, bytes] | None = None) -> bytes:
    """`meanings`: for some glyphs the bytes, in UTF-16, that the font's table gives for them."""
    glyphs = sorted({glyph for page in pages for line in page.lines for glyph in line.glyphs})
    codes = {glyph: code for code, glyph in enumerate(glyphs, 1)}
    # 1 catalogue, 2 pages, 3 font, 4 descendant, 5 descriptor, 6 table, 7 picture; then two for each page.
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (8 + 2 * number) for number in range(len(pages)))),
        b"<</Type/Font/Subtype/Type0/BaseFont/Bare/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Bare/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 600>>",
        b"<</Type/FontDescriptor/FontName/Bare/Flags 4/FontBBox[0 -200 600 800]/ItalicAngle 0/Ascent 800/Descent -200"
        b"/CapHeight 700/StemV 80>>",
        _stream(_table(codes, meanings or {})),
        _stream(
            bytes(64 * 64 // 8),
            b"/Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray/BitsPerComponent 1",
        ),
    ]
    for number, one in enumerate(pages):
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 7 0 R>>>>>>" % (WIDTH, one.height, 9 + 2 * number)
        )
        bodies.append(_stream(_content(one, codes)))
    return _file(bodies)


def _content(page: Page, codes: dict[str, int]) -> bytes:
    parts = [b"q 400 0 0 600 90 120 cm /I Do Q"] if page.has_picture else []
    for line in page.lines:
        text = "".join(f"{codes[glyph]:04x}" for glyph in line.glyphs)
        parts.append(f"BT /F {_SIZE} Tf {line.x} {line.y} Td <{text}> Tj ET".encode())
    return b"\n".join(parts)


def _table(codes: dict[str, int], meanings: dict[str, bytes]) -> bytes:
    entries = [
        f"<{code:04x}> <{(meanings.get(glyph) or glyph.encode('utf-16-be')).hex()}>" for glyph, code in codes.items()
    ]
    groups = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    mapped = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Bare def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapped}\nendcmap end end"
    ).encode()


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n" % (len(packed), entries) + packed + b"\nendstream"


def _file(bodies: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table)
    return bytes(out)
