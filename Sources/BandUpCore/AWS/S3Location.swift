import Base
/// An object's place, `s3://bucket/key`. Bucket and key keep S3's rules.
package struct S3Location: Sendable, Hashable {
    package let bucket: String
    /// 1 to 1,024 bytes of UTF-8, without control characters. Not percent-encoded.
    package let key: String

    /// Why a text is no location; `description` is fit for the caller.
    package enum ParseError: Error, Sendable, Equatable, CustomStringConvertible {
        case scheme, bucket, key

        package var description: String {
            switch self {
            case .scheme: "must have the form s3://bucket/key"
            case .bucket: "must name a valid bucket"
            case .key: "must name a key of 1 to 1024 bytes without control characters"
            }
        }
    }

    /// Reads `s3://bucket/key`. Everything behind the bucket's slash is the key, as it stands: such URLs are not
    /// percent-encoded, and `?` and `#` are ordinary characters of a key.
    package init(_ text: String) throws(ParseError) {
        let prefix = "s3://"
        guard text.hasPrefix(prefix) else { throw .scheme }
        let rest = text.dropFirst(prefix.count)
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { throw .scheme }
        try self.init(bucket: String(rest[..<slash]), key: String(rest[rest.utf8.index(after: slash)...]))
    }

    package init(bucket: String, key: String) throws(ParseError) {
        guard Self.isBucketName(bucket) else { throw .bucket }
        guard Self.isKey(key) else { throw .key }
        self.bucket = bucket
        self.key = key
    }

    /// `s3://bucket/key`
    package var url: String { "s3://\(bucket)/\(key)" }

    /// The naming rules of general purpose buckets: 3 to 63 lower-case letters, digits, hyphens and dots, each label
    /// between dots beginning and ending with a letter or digit, and no IPv4 address.
    static func isBucketName(_ name: String) -> Bool {
        guard (3...63).contains(name.utf8.count) else { return false }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            label.first?.isLowercaseLetterOrDigit == true && label.last?.isLowercaseLetterOrDigit == true
                && label.allSatisfy { $0.isLowercaseLetterOrDigit || $0 == UInt8(ascii: "-") }
        }
        let isAddress = labels.count == 4 && labels.allSatisfy { UInt8(Substring($0)) != nil }
        return areLabels && !isAddress
    }

    private static func isKey(_ key: String) -> Bool {
        (1...1024).contains(key.utf8.count)
            && !key.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
