import Base
import FoundationEssentials

/// The answer of Titan Text Embeddings V2.
package struct TitanEmbedding: Sendable, Equatable {
    package let vector: [Float]
    /// Tokens of the text, which are billed.
    package let inputTokenCount: Int

    package init(vector: [Float], inputTokenCount: Int) {
        self.vector = vector
        self.inputTokenCount = inputTokenCount
    }

    /// Reads `{"embedding": […], "inputTextTokenCount": n, …}` in one pass; nil when either is missing or not of that
    /// shape. A generic decoder takes several times as long for the thousand numbers of an answer, whose vector stands
    /// in it twice.
    init?(json: Data) {
        var scanner = JSONNumberScanner(json)
        var vector: [Float]?
        var tokenCount: Int?
        let isObject = scanner.object { name, scanner in
            switch name {
            case "embedding":
                vector = scanner.floats()
                return vector != nil
            case "inputTextTokenCount":
                tokenCount = scanner.number().flatMap { Int(exactly: $0) }
                return tokenCount != nil
            default: return scanner.skipValue()
            }
        }
        guard isObject, let vector, let tokenCount else { return nil }
        self.init(vector: vector, inputTokenCount: tokenCount)
    }
}
