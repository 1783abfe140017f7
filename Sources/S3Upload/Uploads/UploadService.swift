import BandUpCore
import BandUpJobs
import Base
import FoundationEssentials

/// Names the object of an upload and signs the URLs for it. No network is involved.
struct UploadService: Sendable {
    let s3: S3Client
    let audioBucket: String
    let documentsBucket: String
    let clock: any WallClock

    init(s3: S3Client, audioBucket: String, documentsBucket: String, clock: any WallClock) {
        self.s3 = s3
        self.audioBucket = audioBucket
        self.documentsBucket = documentsBucket
        self.clock = clock
    }

    init(_ services: Services) throws(ConfigurationError) {
        self.init(
            s3: services.s3,
            audioBucket: try services.environment.required("S3_BUCKET_AUDIO"),
            documentsBucket: try services.environment.required("S3_BUCKET_DOCUMENTS"),
            clock: services.clock)
    }

    /// How long the URLs hold (SPEC.md section 3).
    static let uploadLifetime = Duration.seconds(900)
    static let downloadLifetime = Duration.seconds(3600)

    func upload(_ request: UploadRequest) -> UploadResult {
        let now = clock.now
        let bucket = request.type == .speakingAudio ? audioBucket : documentsBucket
        let key = Self.key(for: request, at: now, suffix: .random(in: .min ... .max))
        let put = s3.presignedPut(
            bucket: bucket, key: key, contentType: request.contentType, contentLength: request.contentLength,
            expires: Self.uploadLifetime, at: now)
        let get = s3.presignedGet(bucket: bucket, key: key, expires: Self.downloadLifetime, at: now)
        return UploadResult(
            uploadURL: put.url, getURL: get.url, fileURL: "s3://\(bucket)/\(key)",
            expiresIn: Int(Self.uploadLifetime.seconds),
            requiredHeaders: Dictionary(put.headers.fields.map { ($0.name, $0.value) }) { _, last in last })
    }

    /// `uploads/{upload_type}/{user_id}/{UTC yyyyMMdd_HHmmss}_{8 random hex}_{file name}`.
    static func key(for request: UploadRequest, at date: Date, suffix: UInt32) -> String {
        let hex = String(suffix, radix: 16)
        let random = String(repeating: "0", count: 8 - hex.count) + hex
        let day = date.formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted).year().month().day())
        let time = date.formatted(
            Date.ISO8601FormatStyle(timeSeparator: .omitted).time(includingFractionalSeconds: false))
        return "uploads/\(request.type.rawValue)/\(request.userID)/\(day)_\(time)_\(random)_\(request.filename)"
    }
}
