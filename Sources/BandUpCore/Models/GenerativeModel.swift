package import Base

/// Has a model take its turn in a conversation. `GeminiClient` and `BedrockConverseModel` are the real ones; a test's fake
/// returns answers from a list.
package protocol GenerativeModel: Sendable {
    /// - Returns: whatever the model's side answered with success, blocked or cut off answers included.
    func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer
}
