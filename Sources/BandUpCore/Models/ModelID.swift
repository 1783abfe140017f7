package import Base
import FoundationEssentials

/// A model's name as its API spells it, such as `gemini-3.5-flash-lite` or `amazon.nova-micro-v1:0`.
///
/// A name becomes part of the request's path; one that could change the path is refused here.
package struct ModelID: Sendable, Hashable, CustomStringConvertible {
    package let name: String

    /// The most tokens any current model writes in one answer, thinking included (FACTS: 65,536 for all of them).
    package static let maxOutputTokens = 65_536

    /// Takes `models/…` too, as the API's own listing writes it; nil for anything but letters, digits, `.`, `-`, `_`.
    package init?(_ text: String) {
        let name = text.hasPrefix("models/") ? String(text.dropFirst(7)) : text
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...128).contains(name.utf8.count), !name.hasPrefix(".") else { return nil }
        self.name = name
    }

    /// A model of Bedrock: its id or inference profile, such as `amazon.nova-micro-v1:0`. The client encodes it.
    package init?(bedrockID id: String) {
        let parts = id.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ ModelID(String($0))?.name == String($0) }) else { return nil }
        name = id
    }

    package var description: String { name }

    /// The name without what only tells builds of one model apart: `-001`, `-preview`, `-preview-09-2026`.
    ///
    /// `-tts`, `-image` and the like name other models and stay.
    static func family(of name: String) -> String {
        var tokens = name.split(separator: "-", omittingEmptySubsequences: false)
        // The first two are `gemini` and the version, which may be a plain number.
        while tokens.count > 3, let last = tokens.last,
            last == "preview" || (!last.isEmpty && last.utf8.allSatisfy { (0x30...0x39).contains($0) })
        {
            tokens.removeLast()
        }
        return tokens.joined(separator: "-")
    }
}

extension Environment {
    /// The models of a ladder, cheapest first: names with commas between them in `list`, or else the one of `single`.
    package func modelLadder(
        _ list: String, single: String, default fallback: String
    ) throws(ConfigurationError) -> [ModelID] {
        guard let text = self[list] else { return [try geminiModel(single, default: fallback)] }
        var rungs: [ModelID] = []
        for name in text.split(separator: ",") {
            let words = name.split(separator: " ")
            guard words.count == 1, let model = ModelID(String(words[0])), !rungs.contains(model) else {
                throw ConfigurationError(variable: list, problem: "must be names of Gemini models, none twice")
            }
            rungs.append(model)
        }
        guard (1...4).contains(rungs.count) else {
            throw ConfigurationError(variable: list, problem: "must name one to four Gemini models")
        }
        return rungs
    }

    /// A model's name, or `fallback` where the variable is absent.
    package func geminiModel(_ name: String, default fallback: String) throws(ConfigurationError) -> ModelID {
        guard let model = ModelID(self[name] ?? fallback) else {
            throw ConfigurationError(variable: name, problem: "must be the name of a Gemini model")
        }
        return model
    }
}
