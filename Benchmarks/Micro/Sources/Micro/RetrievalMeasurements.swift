import BandUpCore
import FoundationEssentials

/// What a document's text goes through, and finding the nearest of 600 vectors for five queries.
enum RetrievalMeasurements {
    static let rows = 600
    static let queries = 5
    static let dimensions = 512

    /// - Parameter text: pages with a form feed between two.
    static func all(text: String) throws -> [Measurement] {
        let pages = text.split(separator: "\u{0C}").enumerated().map { index, page in
            DocumentPage(number: index + 1, text: String(page))
        }
        let matrix = try self.matrix(rows)
        let questions = try self.matrix(queries)
        return [
            Measurement("chunks") { count in
                var found = 0
                for _ in 0..<count {
                    var chunker = Chunker()
                    for page in pages { found += chunker.push(page).count }
                    found += chunker.finish().count
                }
                return found
            },
            Measurement("keywords") { count in
                var found = 0
                for _ in 0..<count {
                    var extractor = KeywordExtractor()
                    for page in pages { extractor.add(page.text) }
                    found += extractor.keywords().count
                }
                return found
            },
            Measurement("similarity") { count in
                var found = 0
                for _ in 0..<count {
                    for query in 0..<queries {
                        found += matrix.nearest(3, toRow: query, of: questions).count
                    }
                }
                return found
            },
        ]
    }

    private static func matrix(_ rowCount: Int) throws -> EmbeddingMatrix {
        var matrix = EmbeddingMatrix(dimensions: dimensions)
        var generator = SystemRandomNumberGenerator()
        for row in 0..<rowCount {
            let vector = (0..<dimensions).map { _ in Float.random(in: -1...1, using: &generator) }
            try matrix.set(vector, row: row)
        }
        return matrix
    }
}
