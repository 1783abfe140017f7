import BandUpCore
import BandUpLambda
import Base

/// One file that a learner wants to upload.
struct UploadRequest: Sendable {
    let userID: UserID
    let filename: UploadFilename
    /// With its parameters, as the client sent it.
    let contentType: String
    let type: UploadType
    /// Bytes, where the client has said how many.
    let contentLength: Int?

    init(_ fields: RequestFields, userID: UserID) throws(InvalidField) {
        self.userID = userID
        type = try fields.enumeration("upload_type")
        let sent = try fields.optionalString("content_type", maxLength: 100) ?? UploadType.unspecifiedContentType
        guard let media = MediaType(header: sent), type.accepts(contentType: media.type) else {
            throw InvalidField(
                field: "content_type",
                problem: "must be one of \(type.contentTypes.joined(separator: ", ")) for \(type.rawValue)")
        }
        contentType = media.header
        let name = try fields.string("filename", maxLength: 1024)
        guard let filename = UploadFilename(name, for: type, contentType: media.type) else {
            throw InvalidField(
                field: "filename", problem: "must have an extension that fits \(type.rawValue) and the content type")
        }
        self.filename = filename
        contentLength = try fields.optionalInteger("content_length", in: 1...type.maximumByteCount)
    }
}
