import Testing

@testable import PDFText

struct FormTests {
    @Test("what was filled into a form stands beside its labels")
    func fields() throws {
        #expect(
            try PDFDocument(path: golden("form")).text(ofPage: 1) == """
                Name: Nguyen Van An
                Town of birth: Hue
                What do you do?
                I mend nets.
                Level: B2
                [x] I have a dictionary.
                I have a teacher.

                Thank you for your answers.
                """)
    }

    @Test("a note that was typed onto a page follows its text, before the footer")
    func note() throws {
        let text = try PDFDocument(path: golden("form")).text(ofPage: 2)
        #expect(text.hasSuffix("it, and nobody wrote down how.\n\nA note: lime is burnt at 900 degrees.\n17"))
        #expect(text.hasPrefix("Kilns need clay"))
    }
}
