import FoundationEssentials

extension AttributeTape {
    /// Scans a text that is one value, and turns a fault into a `DecodingError` with the path to it.
    static func scan(
        _ text: Data, _ read: (inout TapeScanner) throws(JSONFault) -> Int
    ) throws(DecodingError) -> (tape: AttributeTape, root: Int) {
        var scanner: TapeScanner?
        do throws(JSONFault) {
            var running = try TapeScanner(text)
            defer { scanner = running }
            let root = try read(&running)
            try running.end()
            return (AttributeTape(running), root)
        } catch {
            let parent = error.parent.map(Int.init)
            let tape = scanner.map { AttributeTape($0) }
            throw .dataCorrupted(
                .init(
                    codingPath: parent.flatMap { tape?.codingPath(of: $0) } ?? [],
                    debugDescription: "\(error.reason) At byte \(error.offset)."))
        }
    }
}
