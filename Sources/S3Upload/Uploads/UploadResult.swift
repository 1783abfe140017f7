import BandUpCore
import BandUpJobs
import BandUpLambda

/// The API's answer (SPEC.md section 3). Both URLs are signed: whoever holds them may use them until they expire.
struct UploadResult: Encodable, Sendable {
    /// For one PUT, with `requiredHeaders`, within `expiresIn` seconds.
    let uploadURL: String
    /// For GETs, within an hour.
    let getURL: String
    /// `s3://bucket/key`, what the other functions take.
    let fileURL: String
    /// Seconds.
    let expiresIn: Int
    /// The headers that are part of the signature: S3 refuses the upload without them.
    let requiredHeaders: [String: String]

    enum CodingKeys: String, CodingKey {
        case uploadURL = "upload_url"
        case getURL = "get_url"
        case fileURL = "file_url"
        case expiresIn = "expires_in"
        case requiredHeaders = "required_headers"
    }
}
