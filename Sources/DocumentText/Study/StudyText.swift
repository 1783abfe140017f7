/// Looks at every page's text, of whatever format, before anything is made of it: data and other files' sources are
/// nothing to learn from, and would be paid for like text.
struct StudyText {
    private var runs = EncodedRuns()
    private var isFirstPage = true
    private var beginsWithTag = false
    private var endsWithTag = false
    private var tagCount = 0
    private var tagByteCount = 0
    private var namesRTF = false
    private var controlWordCount = 0

    /// The text of the next page without long runs of data.
    /// - Throws: `.foreign` where the first page begins as another file's source.
    mutating func filtered(_ text: String) throws(DocumentError) -> String {
        guard !text.isEmpty else { return text }
        if isFirstPage {
            if let kind = MarkupSource.kind(ofBeginning: text) { throw .foreign(kind) }
            beginsWithTag = text.utf8.first == UInt8(ascii: "<") && HTMLTag(text.utf8.prefix(2_000)) != nil
            isFirstPage = false
        }
        var text = text
        text.withUTF8 { bytes in
            countTags(bytes)
            let marks = ["{\\rtf", "\\pard"]
            namesRTF = namesRTF || marks.contains { UnsafeRawBufferPointer(bytes).firstIndex(of: $0.utf8) != nil }
            if namesRTF { controlWordCount += Self.controlWordCount(in: bytes) }
        }
        return runs.removed(from: text)
    }

    /// At the document's end.
    /// - Throws: `.foreign` where most of it is data or markup.
    func finish() throws(DocumentError) {
        if runs.encodedByteCount * 2 > runs.byteCount { throw .foreign(.encodedData) }
        if beginsWithTag && endsWithTag && tagCount >= 3 || tagByteCount * 3 > runs.byteCount {
            throw .foreign(.html)
        }
        if controlWordCount >= 10, controlWordCount * 50 > runs.byteCount { throw .foreign(.rtf) }
    }

    private mutating func countTags(_ bytes: UnsafeBufferPointer<UInt8>) {
        endsWithTag = false
        HTMLTag.forEach(in: bytes) { tag, start in
            tagCount += 1
            tagByteCount += tag.length
            endsWithTag = start + tag.length == bytes.count
        }
    }

    /// "\pard" and "\fs24" are RTF's control words.
    private static func controlWordCount(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        zip(bytes, bytes.dropFirst()).count { $0 == UInt8(ascii: "\\") && UInt8(ascii: "a")...UInt8(ascii: "z") ~= $1 }
    }
}
