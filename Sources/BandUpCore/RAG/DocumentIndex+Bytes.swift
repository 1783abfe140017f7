import Base
package import FoundationEssentials

/// An index as bytes. Numbers are 32 bits, the least significant byte first.
///
///     magic "BUDI" │ version │ CRC-32 of all that follows
///     dimensions │ chunks │ vectors │ bytes of the model's name
///     the model's name
///     for each chunk: start │ first page │ last page │ row of its vector │ bytes of its text
///     the vectors, row by row, each number a Float of 32 bits
///     the texts, one behind the other
///
/// The version says how all of it is read. The counts give the length to the byte, so nothing is set aside for what is
/// not there.
extension DocumentIndex {
    static let magic = Array("BUDI".utf8)
    static let version: UInt32 = 1
    /// Where what the checksum is of begins.
    static let checkedStart = 12
    private static let headByteCount = 28
    private static let entryByteCount = 20

    package func bytes() throws(DocumentIndexError) -> Data {
        let name = Array(space.modelID.utf8)
        var writer = LittleEndianWriter()
        for count in [space.dimensions, chunks.count, vectors.rowCount, name.count] { try writer.append(count) }
        writer.append(name)
        for (chunk, row) in zip(chunks, rows) {
            for number in [chunk.start, chunk.firstPage, chunk.lastPage, row, chunk.text.utf8.count] {
                try writer.append(number)
            }
        }
        vectors.withValues { writer.append($0) }
        for chunk in chunks { writer.append(chunk.text.utf8) }

        var head = LittleEndianWriter()
        head.append(Self.magic)
        head.append(Self.version)
        head.append(CRC32.checksum(writer.bytes))
        return Data(head.bytes + writer.bytes)
    }

    /// Reads what `bytes()` wrote. Whatever else is given is an error, and costs at most a few times its own length.
    ///
    /// - Parameter space: of the vectors that are going to be compared with these.
    package init(_ bytes: Data, in space: EmbeddingSpace) throws(DocumentIndexError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(DocumentIndexError) in try DocumentIndex(LittleEndianReader(bytes), in: space) }
        }
        self = try result.get()
    }

    private init(_ bytes: LittleEndianReader, in space: EmbeddingSpace) throws(DocumentIndexError) {
        var reader = bytes
        guard reader.take(Self.magic.count)?.elementsEqual(Self.magic) == true else { throw .notAnIndex }
        guard let version = reader.number() else { throw .damaged }
        guard version == Self.version else { throw .unknownVersion(version) }
        guard let checksum = reader.number(), checksum == CRC32.checksum(reader.rest),
            let dimensions = reader.count(), let chunkCount = reader.count(), let rowCount = reader.count(),
            let modelID = reader.count().flatMap({ reader.text($0) })
        else { throw .damaged }
        let found = EmbeddingSpace(modelID: modelID, dimensions: dimensions)
        guard found == space else { throw .otherSpace(found) }

        // 32 bits times 20 fit into 64.
        guard var entries = reader.take(chunkCount * Self.entryByteCount).map(LittleEndianReader.init) else {
            throw .inconsistent
        }
        // Of three factors of 32, 32 and 3 bits they do not.
        let (vectorBytes, isTooMuch) = (dimensions * 4).multipliedReportingOverflow(by: rowCount)
        guard !isTooMuch, let values = reader.take(vectorBytes),
            let vectors = EmbeddingMatrix(scaled: values, dimensions: dimensions)
        else { throw .inconsistent }

        var chunks: [Chunk] = []
        var rows: [Int] = []
        chunks.reserveCapacity(chunkCount)
        rows.reserveCapacity(chunkCount)
        for index in 0..<chunkCount {
            guard let start = entries.count(), let firstPage = entries.count(), let lastPage = entries.count(),
                let row = entries.count(), let text = entries.count().flatMap({ reader.text($0) }),
                firstPage <= lastPage
            else { throw .inconsistent }
            chunks.append(Chunk(index: index, text: text, firstPage: firstPage, lastPage: lastPage, start: start))
            rows.append(row)
        }
        guard reader.rest.isEmpty else { throw .inconsistent }
        try self.init(modelID: modelID, chunks: chunks, rows: rows, vectors: vectors)
    }
}
