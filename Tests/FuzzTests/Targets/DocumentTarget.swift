import FoundationEssentials
import Glibc
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import DocumentText
@testable import Examining

/// Texts and DOCX files, and what a reading process that was taken over may say to its parent.
struct DocumentTarget: FuzzTarget {
    static let name = "documents"

    private let file: ScratchFile
    private let limits = DocumentLimits(bytes: 100_000, pages: 20, characters: 20_000, seconds: 20)

    init() throws {
        file = try ScratchFile()
    }

    /// The first byte says what the rest is.
    private enum Kind: UInt8, CaseIterable {
        case messages, text, wordXML, zip
    }

    var seeds: [FuzzInput] {
        get throws {
            let messages = [
                ReaderMessage.ready, .page(TextPage(number: 1, text: "A page.")), .failed(.tooManyPages(limit: 5)),
                .finished,
            ]
            let paragraph = "<w:p><w:r><w:t>A &amp; b</w:t><w:tab/><w:br/><w:t><![CDATA[c]]></w:t></w:r></w:p>"
            let word = "<w:document xmlns:w=\"w\"><w:body>\(paragraph)\(paragraph)</w:body></w:document>"
            let run = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
            let ruby = "<w:ruby><w:rt><w:t>r</w:t></w:rt><w:rubyBase><w:t>b</w:t></w:rubyBase></w:ruby>"
            let moved = "<w:moveFrom><w:t>m</w:t></w:moveFrom><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
            let box = "<c:AlternateContent><c:Choice><w:p>\(ruby)</w:p></c:Choice><c:Fallback/></c:AlternateContent>"
            let row = "<w:tr><w:trPr/><w:tc><w:p>\(run)\(box)</w:p></w:tc><w:tc><w:p>\(moved)</w:p></w:tc></w:tr>"
            let table = "<w:document xmlns:w=\"w\" xmlns:c=\"c\"><w:tbl>\(row)\(row)</w:tbl></w:document>"
            let entities =
                "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:d xmlns:w=\"w\"><w:t>&b;</w:t></w:d>"
            let markdown =
                "# Title\n\n- *a* **b** `c`\n> [text](https://x) ![p](q)\n\n| a | b |\n|---|---|\n```\ncode\n```\n"
            let notes = "# H #\n\n1) 3*4 $e^{i\\pi}$ `C:\\x` [[a|b]] ~~c~~[^1]\n\n$$\n*a*\n$$\n[^1]: <b>n</b>\n"
            let form = "--b\r\nContent-Disposition: form-data; filename=\"n\"\r\n\r\nA text.\r\n--b--\r\n"
            let sources = [
                "{\\rtf1\\pard A\\par}", "<html><p>A</p></html>", "data:a/b;base64,QUJDRDEyMzQ1Njc4OTBhYmNkZWY=",
            ]
            let encoded: [[UInt8]] = [
                Array("It".utf8) + [0x92] + Array("s a caf".utf8) + [0xE9, 0x0A],
                [0xB3, 0xC7, 0xCA, 0xD0, 0xD0, 0xE8, 0xD2, 0xAA],
                [0x93, 0x73, 0x8E, 0x73, 0x82, 0xC9, 0x82, 0xCD], "A text.\n".utf8.flatMap { [$0, 0] },
                [0xFF, 0xFE, 0x41, 0, 0x0A],
            ]
            let words = try Corpus.files(in: "Tests/DocumentTextTests/Golden", ["docx"]).filter { $0.count < 2000 }
            return [
                input(.messages, messages.flatMap(\.encoded)), input(.messages, messages.prefix(2).flatMap(\.encoded)),
            ]
                + encoded.map { input(.text, $0) }
                + ([markdown, notes, form] + sources + ["Plain.\u{0C}Next page.\r\n\r\nEnd.", "\u{FEFF}é\u{85}ﬁ-\nnal"])
                .map {
                    input(.text, Array($0.utf8))
                }
                + [word, table, entities].map { input(.wordXML, Array($0.utf8)) } + words.map { input(.zip, $0) }
        }
    }

    private func input(_ kind: Kind, _ bytes: [UInt8]) -> FuzzInput { .bytes([kind.rawValue] + bytes) }

    func run(_ input: [UInt8]) throws -> Outcome {
        let content = Array(input.dropFirst())
        switch Kind.allCases[Int(input.first ?? 0) % Kind.allCases.count] {
        case .messages: return try messages(content)
        case .text: return try document(content, 1)
        case .wordXML: return try document(ZipWriter.archive(named: "word/document.xml", content), 2)
        case .zip: return try document(content, 3)
        }
    }

    private func messages(_ bytes: [UInt8]) throws -> Outcome {
        var output = ReaderOutput(limits: limits)
        // In pieces that end anywhere, as a pipe gives them.
        var rest = bytes[...]
        var outcome = Outcome(0)
        var count = 0
        while true {
            switch output.next() {
            case .nothing where !rest.isEmpty:
                let piece = rest.prefix(1 + rest.count / 3)
                rest = rest.dropFirst(piece.count)
                piece.withUnsafeBytes { output.append($0) }
            case .message(let message):
                count += 1
                try promise(count * ReaderMessage.headerLength <= bytes.count, "more messages than bytes")
                if case .page(let page) = message {
                    // Broken UTF-8 is repaired, so that only what was right is the same again.
                    let again = message.encoded
                    let body = again.dropFirst(ReaderMessage.headerLength)
                    try promise(
                        ReaderMessage(kind: again[0], content: body) == .page(page), "a page reads back as another")
                    outcome.add(page.isDamaged ? 1 : 2)
                } else if case .failed(let error) = message {
                    outcome.add(Outcome("\(error)".filter { !$0.isNumber }))
                } else {
                    outcome.add(3)
                }
            case .nothing:
                outcome.add(4)
                return outcome
            case .nonsense:
                outcome.add(5)
                return outcome
            }
        }
    }

    private func document(_ bytes: [UInt8], _ kind: Int) throws -> Outcome {
        // poppler takes milliseconds a file; it is run in a process apart, and its own fuzzers know it better.
        guard !bytes.prefix(1024).split(separator: UInt8(ascii: "%")).contains(where: { $0.starts(with: "PDF-".utf8) })
        else {
            return Outcome(kind, -1)
        }
        try file.fill(bytes)
        let pages = PageCollector()
        do throws(DocumentError) {
            try DocumentFile.read(file.path, limits) { pages.take($0) }
        } catch {
            return Outcome("\(kind)\(error)".filter { !$0.isNumber })
        }
        try promise(!pages.list.isEmpty && pages.list.count <= limits.pages, "no pages, or too many")
        try promise(
            pages.list.enumerated().allSatisfy { $0.offset + 1 == $0.element.number && !$0.element.text.isEmpty },
            "pages out of order, or empty ones")
        let characters = pages.list.reduce(0) { $0 + $1.text.unicodeScalars.count }
        try promise(characters <= limits.characters, "more text than the limit")
        try promise(
            pages.list.allSatisfy { page in page.text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A } },
            "a control character in a page")
        return Outcome(kind, pages.list.count, min(characters / 8, 60))
    }
}

/// Used by one task.
private final class PageCollector {
    private(set) var list: [TextPage] = []

    func take(_ page: TextPage) { list.append(page) }
}
