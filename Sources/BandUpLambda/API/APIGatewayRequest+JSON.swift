import BandUpCore
import Base
import FoundationEssentials

extension APIGatewayRequest {
    /// The body's fields, once media type, size and shape are found right.
    ///
    /// A missing `Content-Type` is accepted: the sender has said nothing that the body could contradict.
    ///
    /// - Throws: `unsupported_media`, `too_large`, or `invalid_request` for a body that is no JSON object.
    package func jsonFields(maxByteCount: Int) throws(APIError) -> RequestFields {
        if let contentType = headers["Content-Type"], !Self.isJSON(contentType) {
            throw APIError(.unsupportedMedia, "The body must be JSON in UTF-8, with Content-Type: application/json.")
        }
        guard body.count <= maxByteCount else {
            throw APIError(.tooLarge, "The body may be at most \(maxByteCount) bytes long.")
        }
        do {
            return try RequestFields(json: body, maxByteCount: maxByteCount)
        } catch {
            throw APIError(error)
        }
    }

    /// Whether the caller would rather poll than wait: `Prefer: respond-async` (RFC 7240), alone or among others.
    package var prefersAsynchronousAnswer: Bool {
        let preferences = headers.fields.filter { $0.name.equalsIgnoringASCIICase("Prefer") }
            .flatMap { $0.value.split(separator: ",") }
        return preferences.contains { preference in
            let name = preference.prefix { $0 != ";" && $0 != "=" }
            return Self.trimmed(name).equalsIgnoringASCIICase("respond-async")
        }
    }

    /// `application/json` or any `+json`, in UTF-8 (the only encoding that RFC 8259 allows between systems).
    private static func isJSON(_ contentType: String) -> Bool {
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { trimmed($0).lowercased() }
        let type = parts[0]
        let isJSON = type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
        return isJSON
            && parts.dropFirst().allSatisfy { parameter in
                !parameter.hasPrefix("charset=")
                    // `utf8` is nobody's name for it, and what many write.
                    || ["utf-8", "utf8", "\"utf-8\"", "\"utf8\""].contains(parameter.dropFirst("charset=".count))
            }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.prefix { $0 != " " && $0 != "\t" })
    }
}
