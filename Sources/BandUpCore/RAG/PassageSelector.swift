/// Chooses among a document's chunks.
struct PassageSelector {
    let settings: RetrievalSettings

    /// A chunk, and the row of its vector.
    struct Candidate {
        let chunk: Chunk
        let row: Int
    }

    /// Evenly spread over the document, within the budget of tokens.
    func representative(_ chunks: [Chunk]) -> [Chunk] {
        var count = settings.representativeChunks
        while true {
            let chosen = EvenSpread.positions(count, of: chunks.count).map { chunks[$0] }
            let tokens = chosen.reduce(0) { $0 + TokenEstimate.tokens(in: $1.text) }
            if tokens <= settings.contextTokens || count <= 1 { return chosen }
            count = min(count, chosen.count) - 1
        }
    }

    /// Chunks near to the queries and unlike each other, best first: maximal marginal relevance (Carbonell and Goldstein,
    /// 1998), with a further preference for parts of the document that have none yet. The queries take turns, each choosing up to `chunksPerQuery`.
    ///
    /// - Parameter candidates: each with a row of its own.
    func nearest(_ candidates: [Candidate], toRows queries: [Int], in matrix: EmbeddingMatrix) -> [Chunk] {
        guard let rowEnd = candidates.map({ $0.row + 1 }).max() else { return [] }
        let chunkOfRow = Dictionary(candidates.map { ($0.row, $0.chunk) }) { first, _ in first }
        // Enough to choose among, and to make up for what other queries take.
        let pool = settings.chunksPerQuery * (queries.count + 3)
        var open = queries.map { matrix.nearest(pool, toRow: $0, among: 0..<rowEnd) }
        var chosen: [EmbeddingMatrix.Match] = []
        // How many were chosen in each tenth of the document.
        var crowding: [Int: Int] = [:]
        let length = candidates.map { $0.chunk.index + 1 }.max() ?? 1
        func part(_ row: Int) -> Int { (chunkOfRow[row]?.index ?? 0) * 10 / length }
        // For each row, how like it is to the most alike of those chosen.
        var likeness: [Int: Float] = [:]
        var tokens = 0
        func penalty(_ row: Int) -> Float {
            (1 - settings.relevanceWeight) * (likeness[row] ?? 0)
                + settings.crowdingWeight * Float(crowding[part(row)] ?? 0)
        }
        for _ in 0..<settings.chunksPerQuery {
            for query in open.indices {
                let taken = Set(chosen.map(\.row))
                open[query].removeAll { taken.contains($0.row) || chunkOfRow[$0.row] == nil }
                guard let best = open[query].max(by: { isWorse($0, $1, penalty) }),
                    let chunk = chunkOfRow[best.row]
                else { continue }
                let size = TokenEstimate.tokens(in: chunk.text)
                guard chosen.isEmpty || tokens + size <= settings.contextTokens else { continue }
                tokens += size
                chosen.append(best)
                crowding[part(best.row), default: 0] += 1
                for row in Set(open.joined().map(\.row)) {
                    likeness[row] = max(likeness[row] ?? -1, matrix.cosine(row, best.row))
                }
            }
        }
        return chosen.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.compactMap { chunkOfRow[$0.row] }
    }

    private func isWorse(
        _ one: EmbeddingMatrix.Match, _ other: EmbeddingMatrix.Match, _ penalty: (_ row: Int) -> Float
    ) -> Bool {
        let (first, second) = (marginalRelevance(one, penalty), marginalRelevance(other, penalty))
        return (first, other.row) < (second, one.row)
    }

    private func marginalRelevance(_ match: EmbeddingMatrix.Match, _ penalty: (_ row: Int) -> Float) -> Float {
        settings.relevanceWeight * match.score - penalty(match.row)
    }
}
