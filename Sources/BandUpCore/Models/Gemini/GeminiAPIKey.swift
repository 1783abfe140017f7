import Base
import FoundationEssentials

/// Finds the API key in a secret.
package enum GeminiAPIKey {
    /// The secret is the key as plain text, or a JSON object with `GEMINI_API_KEY` or `api_key`, or with one entry of
    /// any name (the console makes such secrets). White space around the key is dropped; nil when there is no key.
    ///
    /// The key travels in a header: a value with anything but visible ASCII is none.
    package static func parse(secret: String) -> String? {
        let text = trimmed(secret)
        if text.hasPrefix("{") {
            guard case .object(let entries) = try? JSONValue(untrusted: Data(text.utf8)) else {
                return nil
            }
            let only = entries.count == 1 ? entries.values.first : nil
            let value = entries["GEMINI_API_KEY"] ?? entries["api_key"] ?? only
            return value?.stringValue.flatMap(key)
        }
        return key(text)
    }

    private static func key(_ text: String) -> String? {
        let key = trimmed(text)
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return key
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
        let scalars = text.unicodeScalars.drop(while: isBlank)
        let end = scalars.lastIndex { !isBlank($0) }.map(scalars.index(after:)) ?? scalars.startIndex
        return String(String.UnicodeScalarView(scalars[..<end]))
    }
}
