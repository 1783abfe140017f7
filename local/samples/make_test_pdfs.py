"""Writes the awkward PDFs that the tests of PDFText read.

The files are checked in, so tests need neither Python nor these fonts; run this only to change them. Output is the
same on every run: dates and document ids are fixed. Needs reportlab and Pillow (local/requirements.txt) and
Debian's fonts-dejavu-core.

    python3 local/samples/make_test_pdfs.py [folder]
"""

import io
import sys
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LEFT, TOP, LEADING = 72, 770, 16

VIETNAMESE = [
    "Tiếng Việt được viết bằng chữ Quốc ngữ.",
    "Người học luyện đọc mỗi ngày để mở rộng vốn từ.",
]


RIGHT_TO_LEFT = [
    [("שלום לכל הילדים בעיר", ""), ("הגשר נפתח בשנת", "1958")],
    [("الكتاب على الطاولة", "")],
]


def document(encryption=None):
    """A canvas and the buffer it writes to."""
    buffer = io.BytesIO()
    return Canvas(buffer, pagesize=A4, invariant=1, encrypt=encryption), buffer


def page(canvas, lines, font="Times-Roman", size=12):
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(LEFT, TOP - number * LEADING, line)
    canvas.showPage()


def saved(canvas, buffer):
    canvas.save()
    return buffer.getvalue()


def plain():
    canvas, buffer = document()
    page(canvas, ["The first page has two lines.", "This is the second of them."])
    page(canvas, ["The second page has one line."])
    page(canvas, ["The third page ends the document."])
    return saved(canvas, buffer)


def encrypted(user, owner):
    protection = StandardEncryption(user, ownerPassword=owner, canCopy=0, canPrint=0, strength=128)
    canvas, buffer = document(protection)
    page(canvas, ["This page is protected."])
    return saved(canvas, buffer)


def truncated():
    """The first half of a longer file: no cross-reference table, no trailer, pages cut off."""
    canvas, buffer = document()
    for number in range(1, 21):
        page(canvas, [f"Line {line} of page {number}." for line in range(1, 31)])
    data = saved(canvas, buffer)
    return data[: len(data) // 2]


def header_only():
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Cat"


def lost_page():
    """Three pages are promised; the second is not there, and with it goes the way to the third."""
    before, after = b"/Kids [ 4 0 R 5 0 R 6 0 R ]", b"/Kids [ 4 0 R 0 0 R 6 0 R ]"
    data = plain()
    assert before in data
    return data.replace(before, after)


def faulty_content():
    """Text is shown in a font that the page does not name: the library complains, and quotes the file."""
    canvas, buffer = document()
    canvas._code.append("BT /SecretFontName 12 Tf 72 700 Td (unseen) Tj ET /SecretOperator SecretOperator")
    page(canvas, ["Text beside the fault."])
    return saved(canvas, buffer)


def image_only():
    picture = Image.new("1", (400, 80), 1)
    ImageDraw.Draw(picture).text((10, 30), "Scanned words", fill=0)
    canvas, buffer = document()
    canvas.drawImage(ImageReader(picture), LEFT, 600)
    canvas.showPage()
    return saved(canvas, buffer)


def vietnamese():
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    canvas, buffer = document()
    page(canvas, VIETNAMESE, "DejaVu")
    page(canvas, [unicodedata.normalize("NFD", line) for line in VIETNAMESE], "DejaVu")
    return saved(canvas, buffer)


def cjk():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas, buffer = document()
    page(canvas, ["城市需要公共交通。", "语言一直在变化。"], "STSong-Light")
    return saved(canvas, buffer)


def right_to_left():
    """As it is drawn: each line begins with its last letter, a number with its first digit."""
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    canvas, buffer = document()
    for page_of_lines in RIGHT_TO_LEFT:
        canvas.setFont("DejaVu", 12)
        for row, (line, number) in enumerate(page_of_lines):
            canvas.drawRightString(520, TOP - row * LEADING, (f"{number} " if number else "") + line[::-1])
        canvas.showPage()
    return saved(canvas, buffer)


def ligatures():
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    canvas, buffer = document()
    page(canvas, ["The \ufb01nal o\ufb03ce \ufb02oor is a\ufb00ordable and ba\ufb04ing."], "DejaVu")
    return saved(canvas, buffer)


def hyphenation():
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    canvas, buffer = document()
    page(canvas, [
        "Large cities depend on inter-",
        "national trade and on trans\u00ad",
        "port, in 1990-",
        "2020 as well as co\u00adoperation.",
    ], "DejaVu")
    return saved(canvas, buffer)


def two_columns():
    """The lines are drawn row by row across both columns, so the order in the file is not the order of reading."""
    left = ["Sleep is not idle time.", "The brain sorts the day", "and lays down memories",
            "while the body repairs", "itself hour by hour."]
    right = ["Museums keep objects.", "They also decide which", "stories a country tells",
             "about itself and which", "ones it leaves out."]
    canvas, buffer = document()
    canvas.setFont("Times-Roman", 12)
    for row, lines in enumerate(zip(left, right)):
        for column, line in enumerate(lines):
            canvas.drawString(LEFT + column * 240, TOP - row * LEADING, line)
    canvas.showPage()
    return saved(canvas, buffer)


def main():
    here = Path(__file__).resolve().parents[2] / "Tests/PDFTextTests/Golden"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    files = {
        "plain.pdf": plain(),
        "encrypted-user-password.pdf": encrypted("reader", "owner"),
        "encrypted-owner-only.pdf": encrypted("", "owner"),
        "truncated.pdf": truncated(),
        "header-only.pdf": header_only(),
        "lost-page.pdf": lost_page(),
        "faulty-content.pdf": faulty_content(),
        "empty.pdf": b"",
        "not-a-pdf.pdf": b"Dear examiner,\nthis is a text file with the wrong name.\n" * 20,
        "image-only.pdf": image_only(),
        "vietnamese.pdf": vietnamese(),
        "cjk-not-embedded.pdf": cjk(),
        "right-to-left.pdf": right_to_left(),
        "ligatures.pdf": ligatures(),
        "hyphenation.pdf": hyphenation(),
        "two-columns.pdf": two_columns(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
        print(f"{len(data):8} {name}")


if __name__ == "__main__":
    main()
