/// Chooses among a document's chunks.
struct PassageSelector {
    let settings: RetrievalSettings

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

    /// Chunks near to the queries and unlike each other, best first: maximal marginal relevance (Carbonell and
    /// Goldstein, 1998), with a further preference for parts of the document that have none yet. The queries take
    /// turns, each choosing up to `chunksPerQuery`.
    ///
    /// - Parameter queries: one a row, of the index's space.
    func nearest(to queries: EmbeddingMatrix, in index: DocumentIndex) -> [Chunk] {
        let (chunks, vectors) = (index.leaders, index.vectors)
        // Enough to choose among, and to make up for what other queries take.
        let pool = settings.chunksPerQuery * (queries.rowCount + 3)
        var open = (0..<queries.rowCount).map { vectors.nearest(pool, toRow: $0, of: queries) }
        var chosen: [EmbeddingMatrix.Match] = []
        // How many were chosen in each tenth of the document.
        var crowding: [Int: Int] = [:]
        let length = (chunks.last?.index ?? 0) + 1
        func part(_ row: Int) -> Int { chunks[row].index * 10 / length }
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
                open[query].removeAll { taken.contains($0.row) }
                guard let best = open[query].max(by: { isWorse($0, $1, penalty) }) else { continue }
                let size = TokenEstimate.tokens(in: chunks[best.row].text)
                guard chosen.isEmpty || tokens + size <= settings.contextTokens else { continue }
                tokens += size
                chosen.append(best)
                crowding[part(best.row), default: 0] += 1
                for row in Set(open.joined().map(\.row)) {
                    likeness[row] = max(likeness[row] ?? -1, vectors.cosine(row, best.row))
                }
            }
        }
        return chosen.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.map { chunks[$0.row] }
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
