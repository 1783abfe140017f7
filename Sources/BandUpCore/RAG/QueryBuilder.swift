/// Makes search queries from keywords.
///
/// Keywords that occur in the same chunks belong to one subject, and a query about one subject finds better than a mix
/// of several. So each query takes the most frequent keyword not used yet, and with it those not used yet that share
/// the most chunks with it.
enum QueryBuilder {
    static let keywordsPerQuery = 4

    /// - Parameter masks: for each chunk, the keywords it holds; bit n for `keywords[n]`.
    static func queries(_ count: Int, keywords: [String], masks: [UInt64]) -> [String] {
        var unused = Array(keywords.indices)
        var queries: [String] = []
        while queries.count < count, !unused.isEmpty {
            let lead = unused.removeFirst()
            let companions =
                unused
                .map { (keyword: $0, shared: sharedChunks(lead, $0, masks)) }
                .sorted { ($1.shared, $0.keyword) < ($0.shared, $1.keyword) }
                .prefix(keywordsPerQuery - 1)
                .map(\.keyword)
            unused.removeAll(where: companions.contains)
            queries.append(([lead] + companions).map { keywords[$0] }.joined(separator: " "))
        }
        return queries
    }

    private static func sharedChunks(_ one: Int, _ other: Int, _ masks: [UInt64]) -> Int {
        let both: UInt64 = 1 << UInt64(one) | 1 << UInt64(other)
        return masks.count { $0 & both == both }
    }
}
