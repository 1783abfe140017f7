"""Typesets the sample documents: events/samples/study-reader.pdf (long) and short-article.pdf (short).

The prose is in reader/*.md and short-article.md, written for this project and under its licence. The PDFs are
checked in and the same on every run, so only a change of the prose calls for this. Needs reportlab
(local/requirements.txt).

    python3 local/samples/make_documents.py [folder]
"""

import sys
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus.tableofcontents import TableOfContents

HERE = Path(__file__).resolve().parent
MARGIN = 2.7 * cm

BODY = ParagraphStyle("Body", fontName="Times-Roman", fontSize=12, leading=17.5, alignment=TA_JUSTIFY, spaceAfter=9)
CHAPTER = ParagraphStyle("Chapter", fontName="Times-Bold", fontSize=22, leading=28, spaceAfter=20)
SECTION = ParagraphStyle("Section", fontName="Times-Bold", fontSize=14, leading=19, spaceBefore=9, spaceAfter=7,
                         keepWithNext=1)
TITLE = ParagraphStyle("Title", fontName="Times-Bold", fontSize=32, leading=40, alignment=TA_CENTER)
SUBTITLE = ParagraphStyle("Subtitle", fontName="Times-Italic", fontSize=14, leading=20, alignment=TA_CENTER)
CONTENTS = ParagraphStyle("Contents", fontName="Times-Roman", fontSize=12, leading=22)


class Document(BaseDocTemplate):
    """A4 with a running header and page numbers; chapters enter the table of contents."""

    def __init__(self, path, title):
        super().__init__(str(path), pagesize=A4, title=title, author="BandUp AI", invariant=1)
        self.chapter = ""
        frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN, id="text")
        self.addPageTemplates([
            PageTemplate("text", [frame], onPageEnd=self.draw_header_and_number),
            PageTemplate("bare", [frame]),
        ])

    def beforeDocument(self):
        self.chapter = ""  # left over from the pass that found the page numbers

    def draw_header_and_number(self, canvas, _):
        canvas.setFont("Times-Italic", 10)
        canvas.drawString(MARGIN, A4[1] - 1.7 * cm, self.title)
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 1.7 * cm, self.chapter)
        canvas.setFont("Times-Roman", 10)
        canvas.drawCentredString(A4[0] / 2, 1.6 * cm, str(self.page))

    def afterFlowable(self, flowable):
        if isinstance(flowable, Paragraph) and flowable.style is CHAPTER:
            self.chapter = flowable.getPlainText()
            self.notify("TOCEntry", (0, self.chapter, self.page))


def flowables(markdown):
    """Headings of two levels and paragraphs: all the Markdown that the prose uses."""
    for block in markdown.strip().split("\n\n"):
        text = escape(typographic(" ".join(block.split())))
        if text.startswith("## "):
            yield Paragraph(text[3:], SECTION)
        elif text.startswith("# "):
            yield Paragraph(text[2:], CHAPTER)
        else:
            yield Paragraph(text, BODY)


def typographic(text):
    """Straight quotation marks and apostrophes turned into printed ones."""
    result = []
    for index, character in enumerate(text):
        opens = index == 0 or text[index - 1] in " (\u2014"
        if character == '"':
            character = "\u201c" if opens else "\u201d"
        elif character == "'":
            character = "\u2018" if opens else "\u2019"
        result.append(character)
    return "".join(result)


def study_reader(path):
    chapters = sorted((HERE / "reader").glob("*.md"))
    contents = TableOfContents(levelStyles=[CONTENTS])
    story = [
        Spacer(1, 7 * cm), Paragraph("A Study Reader", TITLE), Spacer(1, 0.8 * cm),
        Paragraph(f"{len(chapters)} essays for learners of English", SUBTITLE),
        NextPageTemplate("text"), PageBreak(), Paragraph("Contents", TITLE), Spacer(1, 1 * cm), contents,
    ]
    for chapter in chapters:
        story.append(PageBreak())
        story.extend(flowables(chapter.read_text(encoding="utf-8")))
    document = Document(path, "A Study Reader")
    document.pageTemplates.reverse()  # the title page is bare
    document.multiBuild(story)


def short_article(path):
    story = list(flowables((HERE / "short-article.md").read_text(encoding="utf-8")))
    Document(path, "Reading Practice").build(story)


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "events/samples"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in [("study-reader.pdf", study_reader), ("short-article.pdf", short_article)]:
        make(folder / name)
        print(f"{(folder / name).stat().st_size:8} {name}")


if __name__ == "__main__":
    main()
