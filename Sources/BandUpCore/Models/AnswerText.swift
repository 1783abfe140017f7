import Base
import FoundationEssentials

/// Finds the JSON in what a model wrote around it.
///
/// A model that is asked for JSON alone puts it into a Markdown fence now and then, introduces it with a sentence, ends a
/// list with a comma, or writes it as text inside text. What it means is certain all the same, and was paid for.
enum AnswerText {
    /// Objects looked for in one text. What has more is no answer with some words around it.
    private static let mostObjects = 8
    /// Opening braces that may turn out to begin nothing: each costs a pass over the rest of the text.
    private static let mostStarts = 32

    /// The outermost objects in a text, in order, as far as they are whole.
    static func objects(in text: String) -> [JSONValue] {
        // Text inside text, once.
        let inner = (try? JSONValue(untrusted: Data(text.utf8)))?.stringValue
        let bytes = Array((inner ?? text).utf8)
        var objects: [JSONValue] = []
        var position = 0
        for _ in 0..<mostStarts {
            guard objects.count < mostObjects, let start = bytes[position...].firstIndex(of: UInt8(ascii: "{")) else {
                break
            }
            if let end = end(ofObjectAt: start, in: bytes), let object = value(escapingControls(bytes[start...end])) {
                objects.append(object)
                position = end + 1
            } else {
                position = start + 1
            }
        }
        return objects
    }

    /// JSON, or JSON with the liberties that JSON5 takes: commas at the end, comments, other quotation marks.
    private static func value(_ json: Data) -> JSONValue? {
        if let strict = try? JSONValue(untrusted: json) { return strict }
        guard !JSONDepth.exceeds(JSONValue.maximumDepth, in: json) else { return nil }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return try? decoder.decode(JSONValue.self, from: json)
    }

    private static func end(ofObjectAt start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in start..<bytes.count {
            switch bytes[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""): isInString.toggle()
            case _ where isInString: continue
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index }
            default: continue
            }
        }
        return nil
    }

    /// With line breaks and tabs inside texts written as JSON wants them.
    private static func escapingControls(_ bytes: ArraySlice<UInt8>) -> Data {
        var json = Data(capacity: bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString, !isEscaped, byte < 0x20 {
                json += Array("\\u00".utf8) + Array(Hexadecimal.string([byte]).utf8)
                continue
            }
            json.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isInString
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            }
        }
        return json
    }
}
