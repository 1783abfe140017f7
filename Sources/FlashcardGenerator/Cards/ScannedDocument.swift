import BandUpCore
import BandUpJobs
import Base
import DocumentText

/// A PDF whose pages are pictures: the model reads it itself.
struct ScannedDocument: Sendable {
    /// What Gemini takes as one document, inline: 50 MB and 1,000 pages (ai.google.dev, document processing and file input
    /// methods).
    static let maximumBytes = 50 << 20
    static let maximumPages = 1_000

    let part: ModelPart
    /// The pages, as chunks without text: card and record name them as they name passages.
    let context: RetrievedContext

    /// - Throws: `.permanent` where the document is beyond what the model takes, or has no pages.
    init(path: String, byteCount: Int, pageCount: Int) throws(JobError) {
        guard pageCount > 0 else {
            throw .permanent(JobFailure(.unprocessable, "The document has no text to make cards from."))
        }
        guard byteCount <= Self.maximumBytes, pageCount <= Self.maximumPages else {
            throw .permanent(
                JobFailure(
                    .unprocessable,
                    "The document is scanned: it has no text, and is larger than \(Self.maximumBytes >> 20) MB or longer "
                        + "than \(Self.maximumPages) pages, which is the most that can be read from pictures."))
        }
        part = .inlineFile(mimeType: "application/pdf", path: path, byteCount: byteCount)
        context = RetrievedContext(
            method: .wholeDocument,
            chunks: (1...pageCount).map { Chunk(index: $0 - 1, text: "", firstPage: $0, lastPage: $0) },
            keywords: [], pageCount: pageCount, chunkCount: pageCount, metrics: RetrievalMetrics())
    }
}
