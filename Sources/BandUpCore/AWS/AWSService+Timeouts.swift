extension AWSService {
    /// How long one attempt may take before the next one is worth more than waiting. The small JSON calls answer within
    /// tens of milliseconds, an embedding within a second; objects of S3 may be large, there only a stall ends an attempt.
    var attemptTimeout: Duration? {
        switch self {
        case .s3: nil
        case .dynamoDB, .sqs, .secretsManager: .seconds(10)
        case .bedrockRuntime: .seconds(30)
        }
    }

    /// The longest pause without a byte.
    var stallTimeout: Duration { .seconds(20) }

    var retryPolicy: RetryPolicy {
        self == .dynamoDB ? .dynamoDB : .awsStandard
    }

    /// The content type of the JSON protocol that the service speaks.
    var jsonContentType: String {
        switch self {
        case .dynamoDB, .sqs: "application/x-amz-json-1.0"
        case .secretsManager: "application/x-amz-json-1.1"
        case .s3, .bedrockRuntime: "application/json"
        }
    }
}
