package import Base

/// Turns a text into a vector whose direction stands for its meaning; Titan in production.
package protocol TextEmbedder: Sendable {
    /// The model, as its provider names it: vectors of another one are not to be compared with these.
    var modelID: String { get }

    /// - Parameter deadline: by when the call, repeats included, must have ended.
    /// - Returns: as many numbers as the index has dimensions.
    /// - Throws: an error only when repeating won't help any more.
    func embed(_ text: String, deadline: Deadline) async throws -> [Float]
}
