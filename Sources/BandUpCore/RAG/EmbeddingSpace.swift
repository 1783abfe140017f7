/// Where vectors may be compared: those of one model and one length, and no others.
package struct EmbeddingSpace: Sendable, Hashable {
    /// As its provider names the model.
    package let modelID: String
    package let dimensions: Int

    package init(modelID: String, dimensions: Int) {
        self.modelID = modelID
        self.dimensions = dimensions
    }
}
