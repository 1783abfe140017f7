package import Base
import FoundationEssentials

/// A text model of Bedrock, by way of Converse.
///
/// Converse has no response schema for Nova Micro, so the schema goes into the instruction; the answer is checked
/// against it all the same. Only text can be asked, and tools be offered.
package struct BedrockConverseModel: GenerativeModel {
    package static let defaultModelID = "amazon.nova-micro-v1:0"
    /// Nova Micro writes at most 10,000 tokens (litellm 1.109.1; AWS Nova user guide).
    static let maxOutputTokens = 10_000
    /// An answer comes in one piece, so that silence is normal until it is complete.
    static let attemptTimeout = Duration.seconds(120)

    private let client: BedrockRuntimeClient

    package init(client: BedrockRuntimeClient) {
        self.client = client
    }

    package func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer {
        let body = try ConverseBody.json(of: request)
        let answer: Data
        do {
            answer = try await client.converse(
                modelID: model.name, body: body, deadline: deadline, attemptTimeout: Self.attemptTimeout)
        } catch {
            throw ModelError(.init(error, model: model), requestID: error.upstreamRequestID)
        }
        do {
            if let answer = try ModelAnswer(converse: answer, model: model) { return answer }
        } catch {
            if answer.beginsLikeJSON { throw ModelError(.malformedAnswer, spending: .unknownCall) }
        }
        // A proxy's page, or an error that calls itself a success.
        throw ModelError(.serverError(status: 200, retryAfter: nil))
    }
}

extension ModelError.Reason {
    init(_ error: AWSError, model: ModelID) {
        switch error {
        case .service(let service):
            if service.isThrottling {
                self = .quotaExceeded(perDay: false, retryAfter: service.retryAfter)
            } else if service.isAccessDenied {
                self = .permissionDenied
            } else if service.isNotFound {
                self = .modelNotFound(model)
            } else if service.status == 400 {
                self = .invalidRequest(status: "VALIDATION")
            } else {
                self = .serverError(status: service.status, retryAfter: service.retryAfter)
            }
        case .transport(let error): self = .transport(error)
        case .malformedAnswer: self = .malformedAnswer
        case .deadlineExceeded: self = .deadlineExceeded
        case .configuration(let error): self = .keyUnavailable(error)
        }
    }
}
