package import Base
package import FoundationEssentials

/// Calls models on Bedrock.
package struct BedrockRuntimeClient: Sendable {
    private let client: AWSClient

    /// - Parameters:
    ///   - region: where the model is offered; nil for the function's own.
    ///   - repeatsThrottled: false where the caller slows down by itself, as `AdaptiveLimiter` does.
    package init(
        configuration: AWSConfiguration, http: any HTTPClient, region: String?, clock: any WallClock = SystemClock(),
        repeatsThrottled: Bool = true, budget: RetryBudget = RetryBudget()
    ) {
        var policy = AWSService.bedrockRuntime.retryPolicy
        policy.repeatsThrottled = repeatsThrottled
        client = AWSClient(
            service: .bedrockRuntime, configuration: configuration, http: http, clock: clock, region: region,
            policy: policy, budget: budget)
    }

    /// Sends JSON to a model and returns its JSON; what stands in both is the model's own affair.
    ///
    /// - Parameter modelID: such as `amazon.titan-embed-text-v2:0`, or an ARN.
    package func invokeModel(modelID: String, body: Data, deadline: Deadline) async throws(AWSError) -> Data {
        var request = HTTPRequest(.post, client.endpoint, path: "/model/\(PercentEncoding.encode(modelID))/invoke")
        request.headers = ["accept": "application/json", "content-type": "application/json"]
        request.body = HTTPBody(body)
        return try await client.send(request, deadline: deadline).body
    }

    /// Sends one turn of a conversation and returns the answer's JSON, both in the form that is the same for all models.
    ///
    /// - Parameters:
    ///   - modelID: such as `amazon.nova-micro-v1:0`, or an inference profile.
    ///   - attemptTimeout: how long one attempt may take, which may be all silence.
    package func converse(
        modelID: String, body: Data, deadline: Deadline, attemptTimeout: Duration
    ) async throws(AWSError) -> Data {
        var request = HTTPRequest(.post, client.endpoint, path: "/model/\(PercentEncoding.encode(modelID))/converse")
        request.headers = ["accept": "application/json", "content-type": "application/json"]
        request.body = HTTPBody(body)
        return try await client.send(request, deadline: deadline, attemptTimeout: attemptTimeout).body
    }
}
