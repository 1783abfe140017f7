/// Why a model ended its answer. Only `.stop` is a whole answer; a name that is new to this program counts as stopped
/// early (google-genai 3.4.0 `types.py`).
package enum FinishReason: Sendable, Hashable, Codable {
    case unspecified
    case stop
    /// `maxOutputTokens` was reached; the text is cut.
    case maxTokens
    case safety
    case recitation
    /// The text's language is not supported.
    case language
    case other
    case blocklist
    case prohibitedContent
    /// Sensitive personal data.
    case spii
    case malformedFunctionCall
    case imageSafety
    case imageProhibitedContent
    case imageOther
    case noImage
    case imageRecitation
    case unexpectedToolCall
    case tooManyToolCalls
    case missingThoughtSignature
    case malformedResponse
    case escalation
    case pupLimitedDisabled
    /// A long answer that another request would continue; this client never asks for one.
    case continuation
    case unknown(String)

    /// A filter of Google's withheld the answer because of what it, or the question, contains: asking again with the
    /// same content does not help.
    package var isContentFilter: Bool {
        switch self {
        case .safety, .recitation, .language, .blocklist, .prohibitedContent, .spii, .imageSafety,
            .imageProhibitedContent, .imageRecitation, .pupLimitedDisabled:
            true
        default: false
        }
    }
}

extension FinishReason: OpenWireEnum {
    static let names: [(String, FinishReason)] = [
        ("FINISH_REASON_UNSPECIFIED", .unspecified), ("STOP", .stop), ("MAX_TOKENS", .maxTokens), ("SAFETY", .safety),
        ("RECITATION", .recitation), ("LANGUAGE", .language), ("OTHER", .other), ("BLOCKLIST", .blocklist),
        ("PROHIBITED_CONTENT", .prohibitedContent), ("SPII", .spii),
        ("MALFORMED_FUNCTION_CALL", .malformedFunctionCall), ("IMAGE_SAFETY", .imageSafety),
        ("IMAGE_PROHIBITED_CONTENT", .imageProhibitedContent), ("IMAGE_OTHER", .imageOther), ("NO_IMAGE", .noImage),
        ("IMAGE_RECITATION", .imageRecitation), ("UNEXPECTED_TOOL_CALL", .unexpectedToolCall),
        ("TOO_MANY_TOOL_CALLS", .tooManyToolCalls), ("MISSING_THOUGHT_SIGNATURE", .missingThoughtSignature),
        ("MALFORMED_RESPONSE", .malformedResponse), ("ESCALATION", .escalation),
        ("PUP_LIMITED_DISABLED", .pupLimitedDisabled), ("CONTINUATION", .continuation),
    ]

    var unknownName: String? {
        if case .unknown(let name) = self { name } else { nil }
    }
}
