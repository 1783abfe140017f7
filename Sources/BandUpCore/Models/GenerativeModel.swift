package import Base

/// Asks a model one question. `GeminiClient` is the real one; a test's fake returns responses from a list.
package protocol GenerativeModel: Sendable {
    /// - Returns: whatever the model's side answered with success, blocked or cut off answers included.
    func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer
}
