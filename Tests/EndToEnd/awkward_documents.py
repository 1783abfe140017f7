"""Awkward documents, and what each has to give; the table in docs/documents.md is written from here:

    python Tests/EndToEnd/awkward_documents.py
"""

from __future__ import annotations

import base64
import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "local")]

import raw_pdf  # noqa: E402
from bandup_local import paths  # noqa: E402

PDFS = paths.REPOSITORY / "Tests/PDFTextTests/Golden"
DOCUMENTS = paths.REPOSITORY / "Tests/DocumentTextTests/Golden"
PAGE = paths.REPOSITORY / "docs/documents.md"
HEADING = "## Awkward documents"


@dataclass(frozen=True)
class Awkward:
    """A document under a name, and either the cards' circumstances or the code of a failure."""

    what: str
    file: Path | Callable[[], bytes]
    name: str = ""
    code: str | None = None
    says: str = ""
    """A part of the failure's message, or of the warning beside cards."""
    method: str = "representative"
    pages: int | None = None
    shown: tuple[str, ...] = ()
    """What the model has to be shown of it, word for word."""
    hidden: tuple[str, ...] = ()
    """What it must not be shown."""
    limits: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def content(self) -> bytes:
        return self.file.read_bytes() if isinstance(self.file, Path) else self.file()

    @property
    def filename(self) -> str:
        return self.name or (self.file.name if isinstance(self.file, Path) else "document.pdf")

    @property
    def outcome(self) -> str:
        """As the table has it."""
        if self.code:
            return f"`{self.code}`: {self.says}" if self.says else f"`{self.code}`"
        cards = "the PDF itself to the model, `whole_document`" if self.method == "whole_document" else "cards"
        warning = f"warning: {self.says}" if self.says else ""
        return "; ".join(part for part in (cards, self.note, warning) if part)


_PEOPLE = ("farmers", "millers", "merchants", "sailors", "weavers", "teachers", "hunters")
_PLACES = ("a river", "the old harbour", "a forest", "the northern hills", "a market", "the stone bridge", "a lake",
           "the city wall", "a narrow valley", "the railway", "an orchard")  # fmt: skip
_THINGS = ("grain", "timber", "wool", "salt", "copper", "fish", "honey", "silk", "clay", "iron", "apples", "paper",
           "glass")  # fmt: skip


def _prose(number: int) -> str:
    """A sentence, not like its neighbours: a line that only counts the pages is taken for a header."""
    people, place, thing = (words[number % len(words)] for words in (_PEOPLE, _PLACES, _THINGS))
    return f"Near {place} the {people} of village {number} traded {thing} for bread all winter."


def _many_pages() -> bytes:
    return raw_pdf.document([raw_pdf.page(_prose(number)) for number in range(3000)])


def _long_page() -> bytes:
    lines = [raw_pdf.Line(36, 40_000 - 13 * row, _prose(row)) for row in range(3000)]
    return raw_pdf.document([raw_pdf.Page(lines, height=40_100)])


def _pictures_first() -> bytes:
    """Sixteen and more chunks of text behind pictures that are more: to embed it would be paid for in vain."""
    text = raw_pdf.page(*(_prose(row) for row in range(48)))
    return raw_pdf.document([raw_pdf.picture()] * 25 + [text] * 24)


def _left_and_right() -> bytes:
    pages = []
    for number in range(1, 9):
        title = f"{number}   The Book of Mills" if number % 2 == 0 else f"Chapter on Grain   {number}"
        page = raw_pdf.page(_prose(number), _prose(number + 100))
        pages.append(raw_pdf.Page([raw_pdf.Line(72, 815, title), *page.lines, raw_pdf.Line(72, 30, "Mill Press")]))
    return raw_pdf.document(pages)


def _hebrew() -> bytes:
    """As it stands on paper, from left to right: the lines begin with their last letters."""
    return raw_pdf.document([raw_pdf.page("שלום לכל הילדים בעיר"[::-1], "1958 " + "הגשר נפתח בשנת"[::-1])])


def _arabic() -> bytes:
    """Named by their shapes, as some programs do: the book is on the table."""
    shapes = "\ufe8d\ufedf\ufedc\ufe98\ufe8e\ufe8f \ufecb\ufee0\ufef0 \ufe8d\ufedf\ufec4\ufe8e\ufeed\ufedf\ufe94"
    return raw_pdf.document([raw_pdf.page(shapes[::-1])])


def _broken_unicode() -> bytes:
    """Half a character, and one that Unicode will never have, in the font's own table."""
    return raw_pdf.document(
        [raw_pdf.page("The mill stood § beside ¶ the river for years.")],
        meanings={"§": b"\xd8\x00", "¶": b"\xff\xff"},
    )


def _vietnamese() -> bytes:
    return raw_pdf.document([raw_pdf.page(unicodedata.normalize("NFD", "Người học luyện đọc mỗi ngày."))])


def _mixed() -> bytes:
    text = [raw_pdf.page(_prose(number), "Its stones turned all year.") for number in (1, 2, 3)]
    return raw_pdf.document([text[0], raw_pdf.picture(), text[1], raw_pdf.picture(), text[2]])



def _word(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A DOCX whose main part has this body; of further parts the content."""
    output = io.BytesIO()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("_rels/.rels", f'<R><Relationship Type="{office}" Target="{main}"/></R>')
        archive.writestr(main, f'<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="w">{content}</w:{name}>')
    return output.getvalue()


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _shown_once() -> bytes:
    """A text box in both forms, a sentence that was moved, a reading, a note, a hidden answer, and a table."""
    box = f"<w:txbxContent><w:p>{_run('The box says this.')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    ruby = f"<w:r><w:ruby><w:rt>{_run('とうきょう')}</w:rt><w:rubyBase>{_run('東京')}</w:rubyBase></w:ruby></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>The hidden answer.</w:t></w:r>"
    cells = "".join(f"<w:tc><w:p>{_run(text)}</w:p></w:tc>" for text in ("Gallium", "29.8 C"))
    return _word(
        f"<w:p>{_run('Around ')}<w:r>{both}</w:r>{_run('the box.')}</w:p>"
        f"<w:p><w:moveFrom>{_run('This was moved.')}</w:moveFrom></w:p><w:p>{_run('Between.')}</w:p>"
        f"<w:p><w:moveTo>{_run('This was moved.')}</w:moveTo>{hidden}</w:p><w:p>{_run('I live in ')}{ruby}.</w:p>"
        f"<w:p>{_run('A claim.')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        main="word/document2.xml",
        footnotes=f'<w:footnote w:id="2"><w:p>{_run("The note to it.")}</w:p></w:footnote>')


def _form() -> bytes:
    header = '--b0und\r\nContent-Disposition: form-data; name="file"; filename="notes.txt"\r\n\r\n'
    return f"{header}{_prose(1)}\r\n--b0und--\r\n".encode()


def _container(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


_NOTES = r"""# Notes ##

3*4 = 12 and 2*pi*r, $e^{i\pi}$, C:\new, see [Mercury](https://x.org/Mercury_(planet)) and [[Cell biology|cells]].
"""
_CHINESE = "城市需要公共交通。图书馆位于城市的中心，每天都有许多学生来读书。"
_JAPANESE = "都市には公共交通が必要です。図書館は町の中心にあり、毎日多くの学生が本を読みに来ます。"
_QUOTED = "It’s the teacher’s “new” rule – don’t run in the café of the school."

LONG_TEXT = "\n\n".join(_prose(number) for number in range(40_000))

AWKWARD = [
    # Passwords.
    Awkward("owner password only", PDFS / "encrypted-owner-only.pdf", shown=("This page is protected.",)),
    Awkward("password needed to open", PDFS / "encrypted-user-password.pdf", code="unprocessable",
            says="the document needs a password"),
    Awkward("DOCX with a password", lambda: _container("EncryptedPackage"), "locked.docx", code="unprocessable",
            says="the document needs a password"),
    # Broken files.
    Awkward("no bytes", PDFS / "empty.pdf", code="unprocessable", says="the file is empty"),
    Awkward("header of a PDF and nothing more", PDFS / "header-only.pdf", code="unreadable_document",
            says="the document is damaged"),
    Awkward("first half of a PDF", PDFS / "truncated.pdf", code="unreadable_document", says="the document is damaged"),
    Awkward("one page lost", PDFS / "lost-page.pdf", pages=3, method="whole_document",
            note="since two of three pages can't be read"),
    Awkward("faults in a page's content", PDFS / "faulty-content.pdf", shown=("Text beside the fault.",)),
    Awkward("broken DOCX", DOCUMENTS / "broken.docx", code="unreadable_document", says="the document is damaged"),
    Awkward("ZIP archive that is no DOCX", DOCUMENTS / "empty-archive.pdf", code="unsupported_media"),
    # Names that lie.
    Awkward("picture under the name of a PDF", DOCUMENTS / "picture.pdf", code="unsupported_media"),
    Awkward("text under the name of a PDF", PDFS / "not-a-pdf.pdf", shown=("this is a text file",)),
    Awkward("PDF under the name of a DOCX", PDFS / "plain.pdf", "plain.docx", shown=("The first page has two lines.",)),
    Awkward("text that names the header of a PDF", lambda: f"It begins with %PDF-1.7. {_prose(1)}".encode(), "notes.md",
            shown=("It begins with %PDF-1.7.", _prose(1))),
    # No text to learn from.
    Awkward("base64 of a PDF", lambda: base64.b64encode((PDFS / "plain.pdf").read_bytes()), code="unsupported_media",
            says="it is data as base64 or a data URL; upload the file itself"),
    Awkward("PDF with pages of base64", lambda: raw_pdf.document([raw_pdf.page(*(
        base64.b64encode(f"{_prose(line)}".encode()).decode()[:76] for line in range(40)))]), code="unsupported_media",
            says="it is data as base64 or a data URL; upload the file itself"),
    Awkward("RTF", lambda: rf"{{\rtf1\ansi\pard {_prose(1)}\par caf\'e9}}".encode(), "notes.txt", code="unsupported_media",
            says="it is RTF; save it as DOCX, PDF or plain text"),
    Awkward("HTML", lambda: f"<!DOCTYPE html><html><body><p>{_prose(1)}</p></body></html>".encode(), "notes.txt",
            code="unsupported_media", says="it is HTML; save it as DOCX, PDF or plain text"),
    Awkward("browser's form with a file in it", _form, "notes.txt", shown=(_prose(1),), hidden=("b0und",),
            note="of the file"),
    Awkward("DOCX of pictures", lambda: _word("<w:p><w:r><w:drawing/></w:r></w:p>"), "pictures.docx",
            code="unprocessable", says="The document has no text to make cards from."),
    Awkward("text box, moved sentence, reading, note, hidden text and table of a DOCX", _shown_once, "notes.docx",
            shown=("Around the box.", "The box says this.", "Between.\n\nThis was moved.", "東京(とうきょう)", "The note to it.",
                   "Gallium 29.8 C"),
            hidden=("The hidden answer.", "This was moved.\n\nBetween."), note="what is seen, once"),
    # Attacks.
    Awkward("forms that call each other 10^10 times", DOCUMENTS / "endless-forms.pdf", code="unreadable_document",
            says="reading it takes longer than 2 seconds", limits={"DOCUMENT_READ_SECONDS": "2"}),
    Awkward("page of forty million characters in 240 KB", DOCUMENTS / "swelling-text.pdf", code="unreadable_document",
            says="its content can't be processed safely", limits={"DOCUMENT_READ_MEMORY_MB": "400"}),
    Awkward("entities of entities in a DOCX", DOCUMENTS / "entity-bomb.docx", code="unreadable_document",
            says="the document is damaged"),
    Awkward("DOCX that unpacks to 200 MB", DOCUMENTS / "zip-bomb.docx", code="too_large"),
    # Length.
    Awkward("3,000 pages", _many_pages, method="smart_queries", pages=3000),
    Awkward("page of 3,000 lines", _long_page, method="smart_queries", pages=1),
    Awkward("more pages than `PDF_MAX_PAGES`", _left_and_right, code="too_large", says="more than 7 pages",
            limits={"PDF_MAX_PAGES": "7"}),
    Awkward("more characters than `DOCUMENT_MAX_CHARACTERS`", lambda: LONG_TEXT.encode(), "long.txt", code="too_large",
            says="more than 100000 characters", limits={"DOCUMENT_MAX_CHARACTERS": "100000"}),
    Awkward("more bytes than `DOCUMENT_MAX_MB`", lambda: LONG_TEXT.encode(), "long.txt", code="too_large",
            limits={"DOCUMENT_MAX_MB": "1"}),
    # Pictures of text.
    Awkward("no text layer", PDFS / "image-only.pdf", method="whole_document"),
    Awkward("pictures on most pages, with 24 pages of text behind", _pictures_first, method="whole_document", pages=49,
            note="no embedding is paid for"),
    Awkward("pictures among pages of text", _mixed, says="2 of the document's 5 pages have no text", pages=5,
            shown=(_prose(1), _prose(3))),
    # Scripts.
    Awkward("Hebrew, with a number", _hebrew, shown=("שלום לכל הילדים בעיר", "הגשר נפתח בשנת 1958"),
            note="in logical order"),
    Awkward("Arabic named by the letters' shapes", _arabic, shown=("الكتاب على الطاولة",),
            note="letters, in logical order"),
    Awkward("Chinese, font not embedded", PDFS / "cjk-not-embedded.pdf", shown=("城市需要公共交通。",)),
    Awkward("Vietnamese with combining marks", _vietnamese, shown=("Người học luyện đọc mỗi ngày.",),
            note="composed (NFC)"),
    Awkward("half characters in a font's table", _broken_unicode, shown=("beside",), hidden=("\ud800", "\uffff")),
    Awkward("broken bytes in a text", lambda: (_prose(1) * 9).encode() + b"\xff" + _prose(2).encode(), "notes.txt",
            shown=("\ufffd", _prose(2)), note="U+FFFD in their place"),
    Awkward("text in Windows-1252", lambda: _QUOTED.encode("cp1252"), "notes.txt", shown=(_QUOTED,)),
    Awkward("text in GBK", lambda: _CHINESE.encode("gbk"), "notes.txt", shown=(_CHINESE,)),
    Awkward("text in Shift-JIS", lambda: _JAPANESE.encode("cp932"), "notes.txt", shown=(_JAPANESE,)),
    Awkward("text in an encoding that is not certain", lambda: _QUOTED.encode("mac_roman"), "notes.txt",
            code="unsupported_media", says="the text's encoding is not certain; save it as UTF-8"),
    Awkward("text in UTF-16 without a mark", lambda: _prose(1).encode("utf-16-le"), "notes.txt", shown=(_prose(1),)),
    Awkward("end of file of CP/M behind a text", lambda: _prose(1).encode() + b"\x1a", "notes.txt", shown=(_prose(1),)),
    Awkward("formulas, paths and links in Markdown", _NOTES.encode, "notes.md", note="without marks of Markdown",
            shown=("3*4 = 12 and 2*pi*r, $e^{i\\pi}$, C:\\new, see Mercury and cells.",), hidden=("##", "[[")),
    Awkward("text in UTF-16", lambda: ("\ufeff" + _prose(1)).encode("utf-16-le"), "notes.txt", shown=(_prose(1),)),
    # Layout.
    Awkward("ligatures", PDFS / "ligatures.pdf", shown=("The final office floor is affordable and baffling.",)),
    Awkward("words divided at line ends", PDFS / "hyphenation.pdf", note="whole words",
            shown=("international trade and on transport", "1990-\n2020", "co-operation")),
    Awkward("two columns", PDFS / "two-columns.pdf", note="one column after the other",
            shown=("itself hour by hour.\nMuseums keep objects.",)),
    Awkward("headers that differ on left and right pages, footers", _left_and_right, pages=8, note="without them",
            shown=(_prose(1), _prose(8), _prose(101), _prose(108)),
            hidden=("Book of Mills", "Chapter on Grain", "Mill Press")),
    Awkward("form feeds in a text", lambda: "\f".join(_prose(number) for number in (1, 2, 3)).encode(), "notes.txt",
            pages=3, note="a page each"),
]  # fmt: skip


def section() -> str:
    """What docs/documents.md says below its heading."""
    rows = [f"| {one.what} | {one.outcome} |" for one in AWKWARD]
    return "\n".join(
        [
            "`Tests/EndToEnd/awkward_documents.py` makes these and writes this table; a test runs each of them.",
            "",
            "| document | outcome |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def written_section() -> str:
    return PAGE.read_text().partition(HEADING + "\n")[2].partition("\n## ")[0]


def write() -> None:
    before, _, rest = PAGE.read_text().partition(HEADING + "\n")
    PAGE.write_text(f"{before}{HEADING}\n{section()}" + rest[rest.index("\n## ") :])


if __name__ == "__main__":
    write()
