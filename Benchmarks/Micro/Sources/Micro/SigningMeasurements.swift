import BandUpCore
import FoundationEssentials

/// SigV4, with a session token of the length that Lambda's have.
enum SigningMeasurements {
    static func all(token: String) -> [Measurement] {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "bench-secret-key", sessionToken: token)
        return [presign(credentials), sign(credentials)]
    }

    private static func presign(_ credentials: AWSCredentials) -> Measurement {
        let s3 = S3Client(
            configuration: AWSConfiguration(region: "eu-west-1", credentials: credentials), http: NoNetwork())
        return Measurement("presign") { count in
            let date = Date()
            var bytes = 0
            for number in 0..<count {
                let request = s3.presignedPut(
                    bucket: "bandup-audio", key: "uploads/speaking_audio/learner/\(number)_answer.wav",
                    contentType: "audio/wav", expires: .seconds(900), at: date)
                bytes += request.url.utf8.count
            }
            return bytes
        }
    }

    private static func sign(_ credentials: AWSCredentials) -> Measurement {
        let signer = SigV4Signer(credentials: credentials, region: "eu-west-1", service: .dynamoDB)
        let endpoint = HTTPEndpoint(scheme: .https, host: "dynamodb.eu-west-1.amazonaws.com")
        let body = HTTPBody(String(repeating: "x", count: 1024))
        return Measurement("sign") { count in
            let date = Date()
            var bytes = 0
            for _ in 0..<count {
                var request = HTTPRequest(
                    .post, endpoint,
                    headers: [
                        "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.UpdateItem",
                    ],
                    body: body)
                signer.sign(&request, payload: PayloadHash(request.body), at: date)
                bytes += request.headers["authorization"]?.utf8.count ?? 0
            }
            return bytes
        }
    }
}

/// Nothing is sent here.
struct NoNetwork: HTTPClient {
    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        throw .transport(reason: "the benchmark sends nothing")
    }
}
