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
    package func embedding(
        of text: String, dimensions: Int = 512, deadline: Deadline
    ) async throws(AWSError) -> TitanEmbedding {
        let input = "{\"inputText\":\(JSONText.quoted(text)),\"dimensions\":\(dimensions),\"normalize\":true}"
        let answer = try await bedrock.invokeModel(modelID: Self.modelID, body: Data(input.utf8), deadline: deadline)
        guard let embedding = TitanEmbedding(json: answer), embedding.vector.count == dimensions else {
            throw .malformedAnswer(operation: "InvokeModel Titan")
        }
        return embedding
    }
}
