/// What S3 says of an object.
package struct S3Object: Sendable, Equatable {
    package let byteCount: Int
    package let contentType: String?
    /// With its quotation marks, as S3 sends it.
    package let etag: String?

    package init(byteCount: Int, contentType: String? = nil, etag: String? = nil) {
        self.byteCount = byteCount
        self.contentType = contentType
        self.etag = etag
    }

    /// Nil where the answer does not tell the length.
    init?(_ headers: HTTPHeaders) {
        guard let byteCount = headers["content-length"].flatMap({ Int($0) }), byteCount >= 0 else { return nil }
        self.init(byteCount: byteCount, contentType: headers["content-type"], etag: headers["etag"])
    }
}
