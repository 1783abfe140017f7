/// A query's parameters in SigV4's order: by name, then by value, each with an equals sign.
enum CanonicalQuery {
    /// - Parameter query: percent-encoded, as it goes over the wire; nothing is encoded again.
    static func append(_ query: [UInt8], to bytes: inout [UInt8]) {
        guard !query.isEmpty else { return }
        var parameters = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map(Parameter.init)
        parameters.sort()
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            bytes.append(contentsOf: parameter.name)
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: parameter.value)
        }
    }

    private struct Parameter: Comparable {
        let name: ArraySlice<UInt8>
        let value: ArraySlice<UInt8>

        init(_ text: ArraySlice<UInt8>) {
            let equals = text.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
            name = text[..<equals]
            value = text[equals...].dropFirst()
        }

        // Name and value are compared apart: `=` sorts behind `-`, `.`, digits and `%`.
        static func < (lhs: Parameter, rhs: Parameter) -> Bool {
            if lhs.name.lexicographicallyPrecedes(rhs.name) { return true }
            return lhs.name == rhs.name && lhs.value.lexicographicallyPrecedes(rhs.value)
        }
    }
}
