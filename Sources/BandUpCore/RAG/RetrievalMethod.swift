/// How the chunks for the model were chosen. The raw value is the one of a result's `retrieval.method`.
package enum RetrievalMethod: String, Sendable, Hashable, Codable {
    /// Evenly spread over a short document; no embedding was asked for.
    case representative
    /// Nearest to queries made from the document's keywords.
    case smartQueries = "smart_queries"
    /// None were: the model was given the document itself, whose pages are pictures.
    case wholeDocument = "whole_document"
}
