/// Untrusted text between two lines with a random marker, so that a model can tell where data begins and ends.
///
///     <<<ESSAY:5f0c…>>>
///     …
///     <<<END ESSAY:5f0c…>>>
///
/// The marker is drawn after the text was written, so the text can't hold the closing line; runs of angle brackets that
/// look like one are shortened as well. Put the marker into a user part, not into the system instruction: that one stays
/// the same for every learner and can be served from the API's cache.
package struct DelimitedText: Sendable {
    package let openingLine: String
    package let closingLine: String
    /// The text as it stands between the lines.
    package let text: String

    /// - Parameters:
    ///   - label: what the text is, in the program's own words, such as `ESSAY`.
    ///   - number: tells texts of the same label apart, such as a document's chunks.
    ///   - marker: hexadecimal digits; drawn at random unless a test needs a known one.
    package init(
        _ untrusted: UntrustedText, label: StaticString, number: Int? = nil, marker: String = Self.randomMarker()
    ) {
        let name = number.map { "\(label) \($0)" } ?? "\(label)"
        openingLine = "<<<\(name):\(marker)>>>"
        closingLine = "<<<END \(name):\(marker)>>>"
        var text = Self.withoutFences(untrusted.text)
        // Removing an occurrence may make another from what was around it.
        while !marker.isEmpty, text.contains(marker) { text = text.replacing(marker, with: "") }
        self.text = text
    }

    /// Both lines with the text between them.
    package var rendered: String {
        "\(openingLine)\n\(text)\n\(closingLine)"
    }

    /// 128 random bits.
    package static func randomMarker() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private static let brackets = Set("<>＜＞﹤﹥‹›«»≪≫⋘⋙《》〈〉⟨⟩⟪⟫❮❯❰❱".unicodeScalars)

    /// Three or more angle brackets of any kind in a row become one.
    private static func withoutFences(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        func endRun() {
            scalars.append(contentsOf: run.count >= 3 ? run.prefix(1) : run[...])
            run.removeAll()
        }
        for scalar in text.unicodeScalars {
            if brackets.contains(scalar) {
                run.append(scalar)
            } else {
                endRun()
                scalars.append(scalar)
            }
        }
        endRun()
        return String(scalars)
    }
}
