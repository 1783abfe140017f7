package import FoundationEssentials

/// How deeply a JSON text nests, read off its bytes before a recursive decoder sees it.
package enum JSONDepth {
    /// Stops at the first bracket beyond `limit`. Says nothing about whether the text is well formed.
    package static func exceeds(_ limit: Int, in json: Data) -> Bool {
        json.withUnsafeBytes { exceeds(limit, in: $0) }
    }

    private static func exceeds(_ limit: Int, in json: UnsafeRawBufferPointer) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in json {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""): isInString.toggle()
            case _ where isInString: continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limit { return true }
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: continue
            }
        }
        return false
    }
}
