extension Collection where Element: Sendable {
    /// Transforms every element, at most `limit` of them at a time; the results come in no certain order.
    package func concurrentMap<Result: Sendable>(
        limit: Int, _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: Result.self) { group in
            var rest = makeIterator()
            var results: [Result] = []
            results.reserveCapacity(count)
            for _ in 0..<limit {
                guard let element = rest.next() else { break }
                group.addTask { await transform(element) }
            }
            while let result = await group.next() {
                results.append(result)
                if let element = rest.next() { group.addTask { await transform(element) } }
            }
            return results
        }
    }
}
