import BandUpLambda
import Base

/// A content type as a client says it: `audio/webm;codecs=opus`, `text/plain; charset=utf-8`.
///
/// It is signed as it was sent, since the upload's own header has to be the same to the letter; what the file may be is
/// told by the type alone.
struct MediaType: Sendable, Equatable {
    /// Lower case, without parameters.
    let type: String
    /// What is signed: as it was sent, a type without parameters in lower case.
    let header: String

    init(_ type: String) {
        self.type = type
        header = type
    }

    /// Nil where it is not of the form of RFC 9110 section 8.3.1, which keeps it safe in a header too.
    init?(header: String) {
        let parts = header.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        let type = parts[0].lowercased()
        let names = type.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ Self.isToken($0[...]) }) else { return nil }
        for parameter in parts.dropFirst() {
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, Self.isToken(sides[0]), Self.isValue(sides[1]) else { return nil }
        }
        self.type = type
        self.header = parts.count > 1 ? String(Self.trimmed(header[...])) : type
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte.isLowercaseLetterOrDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || "!#$&^_.+-".utf8.contains(byte)
            }
    }

    /// A token, or one or more of them in quotation marks: `codecs="mp4a.40.2, opus"`.
    private static func isValue(_ text: Substring) -> Bool {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return isToken(text) }
        return text.dropFirst().dropLast().utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        guard let end = start.lastIndex(where: { $0 != " " }) else { return start }
        return start[...end]
    }
}
