package import FoundationEssentials

/// What a service answered instead of a 2xx.
package struct AWSServiceError: Sendable, Equatable {
    /// The error's name, such as `ConditionalCheckFailedException` or `NoSuchKey`; the status in digits where the answer
    /// has none (a `HEAD` has no body).
    package let code: String
    /// In the service's words. It may quote what was sent: not for logs or callers.
    package let message: String
    package let status: Int
    package let requestID: String?
    /// S3's second name for the request (`x-amz-id-2`), which its support asks for too.
    package let hostID: String?
    /// The whole answer: DynamoDB's `ALL_OLD` item is in it.
    package let body: Data
    /// The pause that the service asks for.
    package let retryAfter: Duration?
    /// Where the bucket really is, when S3 says that the request went to the wrong region.
    package let bucketRegion: String?

    package init(
        code: String, message: String = "", status: Int, requestID: String? = nil, hostID: String? = nil,
        body: Data = Data(),
        retryAfter: Duration? = nil, bucketRegion: String? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.hostID = hostID
        self.body = body
        self.retryAfter = retryAfter
        self.bucketRegion = bucketRegion
    }
}

extension AWSServiceError {
    /// The service wants fewer calls. The codes are those of the AWS SDKs (botocore 1.44 `retries/standard.py`); a 429
    /// counts by its status, because Bedrock has codes of its own for it.
    package var isThrottling: Bool {
        status == 429 || Self.throttlingCodes.contains(code)
    }

    /// A fault that passes: the same source, and a write that DynamoDB's replication got in the way of.
    package var isTransient: Bool {
        [500, 502, 503, 504].contains(status) || Self.transientCodes.contains(code)
    }

    /// There is no such object, bucket, secret, table, model or queue.
    package var isNotFound: Bool {
        status == 404 || ["ResourceNotFoundException", "QueueDoesNotExist"].contains(code)
    }

    /// The function's role may not do this. S3 says so of a missing object too, where the role may not list the bucket.
    package var isAccessDenied: Bool {
        ["AccessDenied", "AccessDeniedException", "403"].contains(code)
    }

    private static let throttlingCodes: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException",
    ]

    private static let transientCodes: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "ReplicatedWriteConflictException",
    ]
}
