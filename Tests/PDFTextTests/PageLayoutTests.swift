import Foundation
import Testing

@testable import PDFText

/// The documents of local/samples/make_layout_pdfs.py.
struct PageLayoutTests {
    @Test("the cells of a row are words apart, from left to right")
    func cells() throws {
        let document = try PDFDocument(path: golden("table-cells"))
        #expect(
            try document.text(ofPage: 1) == """
                Some metals melt in the hand, others in no ordinary fire at all.
                Metal Melting point Found in
                Gallium 29.8 C Bauxite
                Mercury -38.8 C Cinnabar
                Copper 1085 C Malachite
                Tin 232 C Cassiterite
                """)
        #expect(
            try document.text(ofPage: 2) == """
                abandon to leave a thing for ever
                candid honest and open
                dwindle to become smaller
                gregarious fond of the company of others
                hinder to make progress difficult
                brisk quick and active
                """)
        let numbered = try document.text(ofPage: 3).split(separator: "\n")
        #expect(numbered.count == 18)
        #expect(numbered.last == "18. brisk quick and active")
    }

    @Test("a cell of several lines is read to its end before the next one")
    func wrappedCells() throws {
        let document = try PDFDocument(path: golden("wrapped-cells"))
        #expect(
            try document.text(ofPage: 1) == """
                frugal careful with money, food and
                everything else that costs something 5
                eloquent able to speak or write well, and to
                make others listen 6
                imminent about to happen very soon, mostly of
                something that is feared 7
                """)
        let paragraphs = try document.text(ofPage: 2)
        #expect(
            paragraphs.hasPrefix(
                """
                Tides follow the moon, and the moon
                keeps its own time. Harbours were built
                for both of them: a quay that is dry at
                noon may lie under two fathoms by
                Kilns need clay, wood and patience. A
                potter who opens the door too early
                hears the glaze crack, and knows
                Kilns need clay
                """))
    }

    @Test(
        "columns are read one after the other: on one grid, three of them, on grids of their own",
        arguments: [
            (1, ["common with one another", "Tides follow", "doors open in the museum.", "Kilns need", "and\n1"]),
            (
                2,
                [
                    "Part 2", "Tides follow", "nearly right.", "Kilns need", "down how.", "Wool paid", "museum.",
                    "2",
                ]
            ),
            (3, ["Part 3", "Tides follow", "nearly right.", "Kilns need", "wrote down\nhow.", "3"]),
        ])
    func columns(page: Int, order: [String]) throws {
        let text = try PDFDocument(path: golden("prose-columns")).text(ofPage: page)
        var rest = text[...]
        for part in order {
            let found = try #require(rest.range(of: part), "\(part) does not follow")
            rest = rest[found.upperBound...]
        }
        #expect(text.contains("Harbours were built"))
        #expect(text.contains("Kilns need clay, wood and"))
    }

    @Test("a life in two columns is read one column after the other, below its name")
    func curriculum() throws {
        let text = try PDFDocument(path: golden("curriculum")).text(ofPage: 1)
        #expect(
            text.hasPrefix(
                """
                Mai Linh Tran
                Contact
                mai.linh@example.org
                Da Nang
                Languages
                Vietnamese
                English, B2
                Skills
                Excel
                Bookkeeping
                Sewing
                Experience
                Accountant, Sea Foods, 2019 to 2024
                Wool paid for the bridges of the north. Every fleece
                """))
        #expect(text.hasSuffix("of these tables is eight centuries old and still\nnearly right."))
    }

    @Test("columns that share their lines' levels are columns where sentences run on in one of them")
    func columnsOnOneGrid() throws {
        let text = try PDFDocument(path: golden("curriculum")).text(ofPage: 2)
        #expect(
            text.hasPrefix(
                "CONTACT\n\nduc@example.org\n+84 905 000 111\nSKILLS\nPython\nCarpentry\nLANGUAGES\nFrench\nWORK\n"))
        #expect(text.hasSuffix("it, and nobody wrote down how."))
    }

    @Test("the cells of a row that is read from right to left come in that order")
    func rightToLeftRows() throws {
        let text = try PDFDocument(path: golden("right-to-left-rows")).text(ofPage: 1)
        #expect(text == "שלום ברכה לאורח בבית\nגשר דרך מעל המים\nספר דפים רבים לקריאה")
    }

    @Test("text that runs up, down or upside down on a page is read in its own order", arguments: 1...3)
    func turned(page: Int) throws {
        #expect(
            try PDFDocument(path: golden("turned")).text(ofPage: page) == """
                Tides follow the moon, and the moon keeps its own time. Harbours were
                built for both of them: a quay that is dry at noon may lie under two
                fathoms by evening. Pilots learned the hours by heart, and wrote them
                down for those who came after. The oldest of these tables is eight
                centuries old and still nearly right.
                """)
    }

    @Test("what stands sideways beside a text follows it")
    func sideNote() throws {
        let text = try PDFDocument(path: golden("turned")).text(ofPage: 4)
        #expect(text.hasPrefix("Kilns need clay, wood and patience. A potter who opens the door too\nearly"))
        #expect(text.hasSuffix("it, and nobody wrote down how.\n\nPrinted in the north"))
    }

    @Test("the lines of a crooked page are whole, whichever way they fall", arguments: 1...7)
    func crooked(page: Int) throws {
        #expect(
            try PDFDocument(path: golden("crooked")).text(ofPage: page) == """
                Tides follow the moon, and the moon keeps its own time. Harbours were built for both
                of them: a quay that is dry at noon may lie under two fathoms by evening. Pilots
                learned the hours by heart, and wrote them down for those who came after. The oldest
                of these tables is eight centuries old and still nearly right. Wool paid for the
                bridges of the north. Every fleece was weighed twice, once by the farmer and once by
                the abbey, and the difference went to the poor. When cotton came the scales stayed,
                since people had grown used to them. Some of the old weights now hold doors open in
                the museum.
                """)
    }

    @Test("crooked columns are columns")
    func crookedColumns() throws {
        let text = try PDFDocument(path: golden("crooked")).text(ofPage: 8)
        #expect(
            text.contains("old and\nstill nearly right.\n\nKilns need clay, wood and patience. A\npotter who opens"))
    }

    @Test("soft hyphens inside lines are hyphens, and words divided by them are whole")
    func softHyphens() throws {
        #expect(
            try PDFDocument(path: golden("soft-hyphens")).text(ofPage: 1) == """
                The treaty was in force 1914-1918 in all provinces.
                It is a single-user licence for a well-known tool.
                Profit - loss - tax are the three columns.

                The council discussed the plan in June, in the years 1990-
                1995 as well.
                """)
    }
}
