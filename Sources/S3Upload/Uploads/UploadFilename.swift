import BandUpCore

/// A file name that is safe as the last segment of a key: ASCII letters, digits, dot, dash and underscore, at most 100
/// characters, with an extension that fits what is uploaded.
struct UploadFilename: Sendable, Equatable, CustomStringConvertible {
    let description: String

    static let maximumLength = 100

    /// Nil where the extension does not fit.
    init?(_ name: String, for type: UploadType, contentType: String) {
        // A client may send a path of its own machine; only the last segment is the name.
        let lastSegment = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        guard let dot = lastSegment.lastIndex(of: ".") else { return nil }
        let suffix = lastSegment[lastSegment.index(after: dot)...].lowercased()
        guard type.extensions(for: contentType).contains(suffix) else { return nil }
        let stem = Self.sanitized(lastSegment[..<dot], maximumLength: Self.maximumLength - suffix.utf8.count - 1)
        description = "\(stem).\(suffix)"
    }

    /// Letters lose their accents; every run of other characters becomes one underscore.
    private static func sanitized(_ stem: Substring, maximumLength: Int) -> String {
        var result = ""
        var gapIsPending = false
        for scalar in stem.unicodeScalars where scalar.properties.canonicalCombiningClass == .notReordered {
            guard let plain = asciiForm(of: scalar) else {
                gapIsPending = true
                continue
            }
            if gapIsPending && !result.isEmpty { result += "_" }
            gapIsPending = false
            result.append(plain)
        }
        // A name of dots alone, or one that begins with a dot or a dash, is a trap for tools behind us.
        let trimmed = result.drop { $0 == "." || $0 == "-" }.prefix(maximumLength)
        return trimmed.isEmpty ? "file" : String(trimmed)
    }

    /// The letter that an accented Latin letter is built on, read from its Unicode name ("LATIN SMALL LETTER A WITH
    /// CIRCUMFLEX AND ACUTE"): unlike a decomposition that knows the barred and slashed ones too. Nil for all that has
    /// none.
    private static func asciiForm(of scalar: Unicode.Scalar) -> Character? {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": return Character(scalar)
        default: break
        }
        guard let words = scalar.properties.name?.split(separator: " "), words.count >= 5, words[0] == "LATIN",
            words[2] == "LETTER", words[3].count == 1, words[4] == "WITH", let letter = words[3].first
        else { return nil }
        return words[1] == "SMALL" ? Character(letter.lowercased()) : letter
    }
}
