"""Writes the PDFs that hold the reading of pages to what a reader sees: columns, tables, forms, crooked scans, text
layers that are no text. Tests of PDFText read them, and so does Tests/PDFTextTests/compare_readers.py.

The files are checked in, so tests need neither Python nor fonts; run this only to change them. Output is the same on
every run. Needs reportlab (local/requirements.txt) and Debian's fonts-dejavu-core.

    python3 local/samples/make_layout_pdfs.py [folder]
"""

import io
import sys
import textwrap
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WIDTH, _ = A4
LEFT, TOP, LEADING = 72, 760, 15

TIDES = (
    "Tides follow the moon, and the moon keeps its own time. Harbours were built for both of them: a quay that is dry "
    "at noon may lie under two fathoms by evening. Pilots learned the hours by heart, and wrote them down for those "
    "who came after. The oldest of these tables is eight centuries old and still nearly right."
)
KILNS = (
    "Kilns need clay, wood and patience. A potter who opens the door too early hears the glaze crack, and knows what a "
    "week of work was worth. Bricks forgive more than bowls do, which is why towns are made of bricks. Lime was burnt "
    "in the same ovens whenever the masons asked for it, and nobody wrote down how."
)
WOOL = (
    "Wool paid for the bridges of the north. Every fleece was weighed twice, once by the farmer and once by the abbey, "
    "and the difference went to the poor. When cotton came the scales stayed, since people had grown used to them. "
    "Some of the old weights now hold doors open in the museum."
)
WORDS = [
    ("abandon", "to leave a thing for ever"), ("candid", "honest and open"), ("dwindle", "to become smaller"),
    ("gregarious", "fond of the company of others"), ("hinder", "to make progress difficult"),
    ("brisk", "quick and active"),
]
METALS = [
    ("Metal", "Melting point", "Found in"), ("Gallium", "29.8 C", "Bauxite"), ("Mercury", "-38.8 C", "Cinnabar"),
    ("Copper", "1085 C", "Malachite"), ("Tin", "232 C", "Cassiterite"),
]  # fmt: skip
LONG_CELLS = [
    ("frugal", "careful with money, food and everything else that costs something", "5"),
    ("eloquent", "able to speak or write well, and to make others listen", "6"),
    ("imminent", "about to happen very soon, mostly of something that is feared", "7"),
]  # fmt: skip
HEBREW = [("שלום", "ברכה לאורח בבית"), ("גשר", "דרך מעל המים"), ("ספר", "דפים רבים לקריאה")]


def document():
    buffer = io.BytesIO()
    return Canvas(buffer, pagesize=A4, invariant=1), buffer


def saved(canvas, buffer):
    canvas.save()
    return buffer.getvalue()


def lines(canvas, x, y, texts, leading=LEADING, font="Times-Roman", size=11):
    canvas.setFont(font, size)
    for row, text in enumerate(texts):
        canvas.drawString(x, y - row * leading, text)
    return y - len(texts) * leading


def table_cells():
    """Page 1: a table below a line. Page 2: words whose meanings follow at one distance. Page 3: three columns."""
    canvas, buffer = document()
    lines(canvas, LEFT, TOP, ["Some metals melt in the hand, others in no ordinary fire at all."], font="Helvetica")
    for row, cells in enumerate(METALS):
        for column, cell in enumerate(cells):
            canvas.drawString(LEFT + 150 * column, 640 - 18 * row, cell)
    canvas.showPage()
    canvas.setFont("Helvetica", 12)
    for row, (word, meaning) in enumerate(WORDS):
        canvas.drawString(LEFT, TOP - 20 * row, word)
        canvas.drawString(LEFT + canvas.stringWidth(word, "Helvetica", 12) + 12, TOP - 20 * row, meaning)
    canvas.showPage()
    canvas.setFont("Times-Roman", 11)
    for row, (word, meaning) in enumerate(WORDS * 3):
        for x, cell in ((LEFT, f"{row + 1}."), (LEFT + 30, word), (LEFT + 130, meaning)):
            canvas.drawString(x, TOP - 16 * row, cell)
    canvas.showPage()
    return saved(canvas, buffer)


def wrapped_cells():
    """Page 1: the second of three cells has two lines. Page 2: both cells are paragraphs."""
    canvas, buffer = document()
    y = TOP
    for word, meaning, band in LONG_CELLS:
        lines(canvas, LEFT, y, [word])
        lines(canvas, LEFT + 100, y, textwrap.wrap(meaning, 36))
        lines(canvas, LEFT + 330, y, [band])
        y -= 46
    canvas.showPage()
    y = TOP
    for left, right in ((TIDES, KILNS), (KILNS, WOOL), (WOOL, TIDES), (TIDES, WOOL)):
        lines(canvas, LEFT, y, textwrap.wrap(left[:150].rpartition(" ")[0], 40))
        lines(canvas, LEFT + 240, y, textwrap.wrap(right[:110].rpartition(" ")[0], 40))
        y -= 5 * LEADING + 14
    canvas.showPage()
    return saved(canvas, buffer)


def prose_columns():
    """Page 1: two columns on one grid below a title, drawn row by row. Page 2: three columns. Page 3: two columns whose
    lines do not meet, of which the second begins lower. All with a header and a footer."""
    canvas, buffer = document()

    def frame(number):
        lines(canvas, LEFT, 805, ["A Reader of Trades"], font="Times-Italic")
        canvas.drawRightString(WIDTH - LEFT, 805, f"Part {number}")
        canvas.drawCentredString(WIDTH / 2, 40, str(number))

    frame(1)
    lines(canvas, LEFT, TOP, ["Of tides and kilns, and what they have in common with one another"], size=14)
    rows = zip(textwrap.wrap(TIDES + " " + WOOL, 44), textwrap.wrap(KILNS + " " + TIDES, 44))
    canvas.setFont("Times-Roman", 11)
    for row, pair in enumerate(rows):
        for column, text in enumerate(pair):
            canvas.drawString(LEFT + column * 235, TOP - 30 - row * LEADING, text)
    canvas.showPage()
    frame(2)
    for column, text in enumerate((TIDES, KILNS, WOOL)):
        lines(canvas, 60 + column * 165, TOP, textwrap.wrap(text, 30))
    canvas.showPage()
    frame(3)
    lines(canvas, LEFT, TOP, textwrap.wrap(TIDES, 44))
    lines(canvas, LEFT + 235, TOP - 22, textwrap.wrap(KILNS, 44), leading=13.5)
    canvas.showPage()
    return saved(canvas, buffer)


def curriculum():
    """Lives in two columns. Page 1: short lines of another leading at the side. Page 2: of the same."""
    canvas, buffer = document()
    lines(canvas, LEFT, 790, ["Mai Linh Tran"], size=20)
    side = ["Contact", "mai.linh@example.org", "Da Nang", "", "Languages", "Vietnamese", "English, B2", "", "Skills",
            "Excel", "Bookkeeping", "Sewing"]  # fmt: skip
    lines(canvas, LEFT, 740, side, leading=14, font="Helvetica", size=9)
    y = lines(canvas, LEFT + 160, 744, ["Experience", "Accountant, Sea Foods, 2019 to 2024"], leading=17, size=12)
    y = lines(canvas, LEFT + 160, y, textwrap.wrap(WOOL, 52), leading=13, size=10)
    y = lines(canvas, LEFT + 160, y - 10, ["Clerk, Harbour Office, 2016 to 2019"], leading=17, size=12)
    lines(canvas, LEFT + 160, y, textwrap.wrap(TIDES, 52), leading=13, size=10)
    canvas.showPage()
    side = ["CONTACT", "duc@example.org", "+84 905 000 111", "SKILLS", "Python", "Carpentry", "LANGUAGES", "French"]
    lines(canvas, LEFT, 750, side, leading=14, size=10)
    work = simpleSplit(TIDES + " " + KILNS, "Times-Roman", 10, 270)
    lines(canvas, LEFT + 160, 750, ["WORK", *work], leading=14, size=10)
    canvas.showPage()
    return saved(canvas, buffer)


def right_to_left_rows():
    """Words at the right and their meanings at the left of them, each line drawn from its last letter."""
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    canvas, buffer = document()
    canvas.setFont("DejaVu", 12)
    for row, (word, meaning) in enumerate(HEBREW):
        canvas.drawRightString(520, TOP - 20 * row, word[::-1])
        canvas.drawRightString(400, TOP - 20 * row, meaning[::-1])
    canvas.showPage()
    return saved(canvas, buffer)


def turned():
    """Page 1: text that runs up the page. Page 2: down. Page 3: upside down. Page 4: a note at the side of a text."""
    canvas, buffer = document()
    texts = textwrap.wrap(TIDES, 70)
    for angle, x, y in ((90, 80, 100), (270, 500, 740), (180, 520, 100)):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(angle)
        lines(canvas, 0, 0, texts)
        canvas.restoreState()
        canvas.showPage()
    lines(canvas, LEFT + 40, TOP, textwrap.wrap(KILNS, 70))
    canvas.translate(40, 600)
    canvas.rotate(90)
    lines(canvas, 0, 0, ["Printed in the north"], size=8)
    canvas.showPage()
    return saved(canvas, buffer)


def crooked():
    """The same text, its lines falling or rising by two to five degrees, and a page of two columns."""
    canvas, buffer = document()
    for angle in (-5, -3.5, -2, 2, 3, 4, 5):
        canvas.translate(60, 60 if angle > 0 else 90)
        canvas.rotate(angle)
        lines(canvas, 20, 640, textwrap.wrap(TIDES + " " + WOOL, 84))
        canvas.showPage()
    canvas.translate(70, 60)
    canvas.rotate(3)
    lines(canvas, 0, 640, textwrap.wrap(TIDES, 42))
    lines(canvas, 230, 640, textwrap.wrap(KILNS, 42))
    canvas.showPage()
    return saved(canvas, buffer)


def form():
    """Page 1: two fields beside their labels, one below, a choice, a box that is ticked and one that is not. Page 2: a
    note that was typed onto a text."""
    canvas, buffer = document()
    lines(canvas, LEFT, TOP, ["Name:", "Town of birth:", "What do you do?"], leading=30, font="Helvetica")
    lines(canvas, LEFT, 600, ["Level:"], font="Helvetica")
    lines(canvas, LEFT + 30, 560, ["I have a dictionary."], font="Helvetica")
    lines(canvas, LEFT + 30, 540, ["I have a teacher."], font="Helvetica")
    lines(canvas, LEFT, 500, ["Thank you for your answers."], font="Helvetica")
    form = canvas.acroForm
    form.textfield(name="name", value="Nguyen Van An", x=200, y=TOP - 6, width=200, height=20)
    form.textfield(name="town", value="Hue", x=200, y=TOP - 36, width=200, height=20)
    form.textfield(name="work", value="I mend nets.", x=LEFT, y=TOP - 90, width=300, height=20)
    form.choice(name="level", value="B2", options=["B1", "B2", "C1"], x=200, y=594, width=60, height=20)
    form.checkbox(name="dictionary", checked=True, x=LEFT, y=556, size=14)
    form.checkbox(name="teacher", checked=False, x=LEFT, y=536, size=14)
    canvas.showPage()
    lines(canvas, LEFT, TOP, textwrap.wrap(KILNS, 70))
    canvas.freeTextAnnotation("A note: lime is burnt at 900 degrees.", DA="/Helv 10 Tf 0 g", Rect=[300, 770, 500, 790])
    canvas.drawCentredString(WIDTH / 2, 40, "17")
    canvas.showPage()
    return saved(canvas, buffer)


def mapped(pages, mapping):
    """Text in a font whose table of characters says something else than its letters show."""
    ranges = "\n".join(f"<{code:02x}> <{mapping(code):04x}>" for code in range(0x20, 0x7F))
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n95 beginbfchar\n{ranges}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 4 0 R >>")
    objects.append(f"<< /Length {len(table)} >>\nstream\n{table}\nendstream")
    for number, texts in enumerate(pages):
        shown = " ".join(f"({text}) ' " for text in texts)
        content = f"BT /F 11 Tf {LEADING} TL {LEFT} {TOP} Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data = "%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    data += "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("ascii")


def no_text():
    """Text layers that are no text, one kind a file."""
    pages = [textwrap.wrap(text, 70) for text in (TIDES, KILNS, WOOL)]
    return {
        "codes-for-letters.pdf": mapped(pages, lambda code: code - 29 if code > 0x20 else 3),
        "scrambled-letters.pdf": mapped(pages, lambda code: 0x20 if code == 0x20 else 0x21 + (code * 37) % 94),
        "private-use.pdf": mapped(pages, lambda code: 0x20 if code == 0x20 else 0xE000 + code),
        "replacement-characters.pdf": mapped(pages, lambda code: 0x20 if code == 0x20 else 0xFFFD),
    }


def soft_hyphens():
    texts = [
        "The treaty was in force 1914~1918 in all provinces.", "It is a single~user licence for a well~known tool.",
        "Profit ~ loss ~ tax are the three columns.", "The council dis~", "cussed the plan in June, in the years 1990~",
        "1995 as well.",
    ]  # fmt: skip
    return mapped([texts], lambda code: 0xAD if code == ord("~") else code)


def running_lines():
    """Cards, questions and chapters, some lines of which come back on each page, and books with headers."""
    chance = iter(range(10_000))

    def sentence():
        words = (TIDES + " " + KILNS + " " + WOOL).replace(".", "").replace(",", "").lower().split()
        picked = [words[(next(chance) * 31) % len(words)] for _ in range(9)]
        return " ".join(picked).capitalize() + "."

    def pages(name, count, draw):
        canvas, buffer = document()
        for number in range(1, count + 1):
            draw(canvas, number)
            canvas.showPage()
        files[name] = saved(canvas, buffer)

    files = {}
    answers = "BABCBABCAB"
    pages("true-or-false.pdf", 9, lambda canvas, number: lines(
        canvas, 60, 800, [f"Statement {number}", sentence(), "True" if answers[number - 1] == "B" else "False"]))
    pages("answers-at-the-end.pdf", 10, lambda canvas, number: lines(
        canvas, 60, 800, [sentence(), "A) " + sentence(), "B) " + sentence(), f"Answer: {answers[number - 1]}"]))

    def titled(canvas, number):
        lines(canvas, LEFT, 770, [f"Unit {number}"], size=20)
        lines(canvas, LEFT, 720, [sentence() for _ in range(12)])

    pages("counted-titles.pdf", 8, titled)

    def book(canvas, number):
        lines(canvas, LEFT, 805, ["The Author" if number % 2 else "The Title of the Book"], font="Times-Italic")
        lines(canvas, LEFT, 760, [sentence() for _ in range(number % 3 + 20)])
        canvas.drawCentredString(WIDTH / 2, 40, f"- {number + 6} -")

    pages("book.pdf", 12, book)
    return files


def files():
    return {
        "table-cells.pdf": table_cells(), "wrapped-cells.pdf": wrapped_cells(), "prose-columns.pdf": prose_columns(),
        "curriculum.pdf": curriculum(), "right-to-left-rows.pdf": right_to_left_rows(), "turned.pdf": turned(),
        "crooked.pdf": crooked(), "form.pdf": form(), "soft-hyphens.pdf": soft_hyphens(), **no_text(),
        **running_lines(),
    }  # fmt: skip


def main():
    here = Path(__file__).resolve().parents[2] / "Tests/PDFTextTests/Golden"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    for name, data in files().items():
        (folder / name).write_bytes(data)
        print(f"{len(data):8} {name}")


if __name__ == "__main__":
    main()
