"""PDFs whose text is lost where poppler's character maps are missing, or where fonts are looked for on the system."""

import io
import zipfile
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import _cidfontdata, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# Comes with fontconfig, which poppler needs; it has every letter of Vietnamese.
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

# font, which is named in the PDF and not embedded -> text
CJK = {
    "HeiseiMin-W3": "図書館は町の中心にあり、毎日多くの学生が本を読みに来ます。",
    "STSong-Light": "学习一门外语需要耐心，每天练习半个小时比周末学习一天更有效。",
    "MSung-Light": "圖書館在城市的中心，每天都有許多學生來讀書。",
    "HYSMyeongJo-Medium": "도서관은 도시의 중심에 있으며 매일 많은 학생들이 책을 읽으러 옵니다.",
}
VIETNAMESE = "Thư viện nằm ở trung tâm thành phố, mỗi ngày có rất nhiều học sinh đến đọc sách và ôn luyện tiếng Anh."


# reportlab pairs this font of the CNS1 collection with the encoding of another collection.
_cidfontdata.defaultUnicodeEncodings["MSung-Light"] = ("cht", "UniCNS-UCS2-H")


def cjk() -> bytes:
    """One page per collection: Japan1, GB1, CNS1, Korea1."""
    pages = []
    for font, text in CJK.items():
        pdfmetrics.registerFont(UnicodeCIDFont(font))
        pages.append((font, text))
    return _document(pages)


def vietnamese() -> bytes:
    pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    return _document([("DejaVu", VIETNAMESE)])


def docx() -> bytes:
    """The least that is a Word document, with one paragraph."""
    output = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body><w:p><w:r>'
            f"<w:t>{VIETNAMESE}</w:t></w:r></w:p></w:body></w:document>")
    return output.getvalue()


# encoding -> text, each of a kind that a module of the C library reads, or uchardet has to tell.
TEXTS = {
    "gb18030": CJK["STSong-Light"], "cp932": CJK["HeiseiMin-W3"], "big5": CJK["MSung-Light"],
    "cp949": CJK["HYSMyeongJo-Medium"],
    "cp1252": "L’élève étudie à l’école où il a été très attentif. Les forêts sont protégées depuis longtemps.",
}


def _document(pages: list[tuple[str, str]]) -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1)
    for font, text in pages:
        canvas.setFont(font, 12)
        for line, start in enumerate(range(0, len(text), 40)):
            canvas.drawString(60, 760 - 20 * line, text[start:start + 40])
        canvas.showPage()
    canvas.save()
    return output.getvalue()
