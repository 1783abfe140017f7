"""Writes documents that are made to harm their reader, and those of other formats than PDF, for the tests of
DocumentText. Standard library only.

The files are checked in; run this only to change them.
"""

import io
import sys
import zipfile
import zlib
from pathlib import Path


def pdf(objects):
    """A PDF of the given objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def stream(content, entries=b""):
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n" % (len(packed), entries) + packed + b"\nendstream"


HEAD = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def endless_forms():
    """Forms that call each other: ten levels of ten, so the innermost is shown ten thousand million times."""
    levels = 10
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    objects = HEAD + [page, stream(b"/X Do")]
    for level in range(levels):
        below = b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level)
        objects.append(stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + below))
    objects.append(
        stream(
            b"BT /F 9 Tf 9 9 Td (a) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F %d 0 R>>>>" % (6 + levels),
        )
    )
    return pdf(objects + [FONT])


def swelling_text():
    """A page of forty million characters in forty kilobytes, each of which a reader keeps with its place."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    line = b"1 0 0 1 9 %d Tm (" + b"swell " * 170 + b") Tj\n"
    text = b"BT /F 9 Tf\n" + b"".join(line % (row % 790) for row in range(40_000)) + b"ET"
    return pdf(HEAD + [page, stream(text), FONT])


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body, prologue=""):
    """As much of a DOCX as a reader of its text needs."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    document = f'{head}{prologue}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document, "word/header1.xml": "<header/>"})


def word():
    return docx(
        "<w:p><w:r><w:t>Tidal power</w:t></w:r></w:p>"
        '<w:p><w:r><w:t xml:space="preserve">Tides are </w:t></w:r><w:r><w:t>predict</w:t></w:r><w:r><w:t>able'
        "</w:t><w:br/><w:t>&amp; strong.</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        "<w:p><w:pPr><w:jc/></w:pPr></w:p><w:p><w:r><w:t>Ti\u1ebfng Vi\u1ec7t</w:t><w:tab/><w:t>x</w:t></w:r></w:p>"
    )


def entity_bomb():
    """Entities of entities: a thousand million letters out of a kilobyte."""
    entities = '<!ENTITY e0 "lol">' + "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)
    )
    return docx("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", f"<!DOCTYPE w:document [{entities}]>")


def zip_bomb():
    """200 MB of spaces out of 200 KB."""
    return docx("<w:p/>" + " " * (200 << 20))


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "Tests/DocumentTextTests/Golden")
    for name, content in (
        ("endless-forms.pdf", endless_forms()),
        ("swelling-text.pdf", swelling_text()),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("empty-archive.pdf", archive({"readme.txt": "no document"})),
        ("word.docx", word()),
        ("broken.docx", docx("<w:p><w:r><w:t>Torn</w:r></w:p>")),
        ("entity-bomb.docx", entity_bomb()),
        ("zip-bomb.docx", zip_bomb()),
    ):
        (folder / name).write_bytes(content)
        print(name, len(content))


if __name__ == "__main__":
    main()
