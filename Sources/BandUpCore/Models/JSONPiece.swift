import Base
import FoundationEssentials

/// A value within a JSON text, cut out as it stands there.
struct JSONPiece {
    let bytes: Data

    /// The member of this object, without white space around it.
    subscript(name: String) -> JSONPiece? {
        guard let range = JSONOutline(bytes)?[name] else { return nil }
        var piece = bytes.dropFirst(range.lowerBound).prefix(range.count)
        while let last = piece.last, Self.whiteSpace.contains(last) { piece.removeLast() }
        return JSONPiece(bytes: Data(piece))
    }

    /// This array from its first element on, which is an object and ends where its bracket closes.
    var fromFirstElement: JSONPiece? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        return JSONPiece(bytes: Data(bytes.dropFirst().drop { Self.whiteSpace.contains($0) }))
    }

    var text: String? { String(validating: bytes, as: UTF8.self) }

    private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
}
