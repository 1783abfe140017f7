package import Base
import FoundationEssentials

/// Amazon Titan Text Embeddings V2: a text becomes a vector, near those of texts that mean the like.
package struct TitanEmbeddingsClient: Sendable {
    package static let modelID = "amazon.titan-embed-text-v2:0"

    private let bedrock: BedrockRuntimeClient

    package init(bedrock: BedrockRuntimeClient) {
        self.bedrock = bedrock
    }

    /// The normalised vector of `text`, which may have at most 8,192 tokens (about 50,000 characters) and not be empty.
    ///
    /// - Parameter dimensions: 256, 512 or 1024.
    package func embed(
        _ text: String, dimensions: Int = 512, deadline: Deadline
    ) async throws(AWSError) -> [Float] {
        try await embedding(of: text, dimensions: dimensions, deadline: deadline).vector
    }

    /// As `embed`, with the count of tokens that the call is billed for.
    ///
    /// How many tokens a text has only Titan knows: one that it refuses as too long is cut, at a word's end, and asked for
    /// again. The vector then is that of the text's beginning.
    package func embedding(
        of text: String, dimensions: Int = 512, deadline: Deadline
    ) async throws(AWSError) -> TitanEmbedding {
        var text = text
        for _ in 0..<Self.mostCuts {
            do {
                return try await embeddingOfWhole(text, dimensions: dimensions, deadline: deadline)
            } catch {
                guard let share = error.serviceError?.shareOfInputTaken, let shorter = Self.cut(text, to: share) else {
                    throw error
                }
                text = shorter
            }
        }
        return try await embeddingOfWhole(text, dimensions: dimensions, deadline: deadline)
    }

    /// Each at least halves a text whose length in tokens is not told.
    private static let mostCuts = 5

    /// Nil where nothing would be left, or nothing cut.
    static func cut(_ text: String, to share: Double) -> String? {
        let length = Int(Double(text.count) * min(share, 0.95))
        guard length > 0 else { return nil }
        let start = text.prefix(length)
        // At a word's end, if there is one near.
        let end = start.suffix(100).lastIndex(where: \.isWhitespace) ?? start.endIndex
        let shorter = start[..<end]
        return shorter.contains { !$0.isWhitespace } ? String(shorter) : nil
    }

    private func embeddingOfWhole(
        _ text: String, dimensions: Int, deadline: Deadline
    ) async throws(AWSError) -> TitanEmbedding {
        let input = "{\"inputText\":\(JSONText.quoted(text)),\"dimensions\":\(dimensions),\"normalize\":true}"
        let answer = try await bedrock.invokeModel(modelID: Self.modelID, body: Data(input.utf8), deadline: deadline)
        guard let embedding = TitanEmbedding(json: answer), embedding.vector.count == dimensions else {
            throw .malformedAnswer(operation: "InvokeModel Titan")
        }
        return embedding
    }
}
