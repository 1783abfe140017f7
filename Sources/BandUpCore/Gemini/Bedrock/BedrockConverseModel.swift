package import Base
import FoundationEssentials

/// A text model of Bedrock behind the protocol of Gemini's: the same question by way of Converse.
///
/// Converse has no response schema for Nova Micro, so the schema goes into the instruction; the answer is checked
/// against it all the same. Only text can be asked.
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
        _ request: GenerateContentRequest, model: GeminiModel, deadline: Deadline
    ) async throws(GeminiError) -> GenerateContentResponse {
        let body = try ConverseRequest(request).json()
        let answer: Data
        do {
            answer = try await client.converse(
                modelID: model.name, body: body, deadline: deadline, attemptTimeout: Self.attemptTimeout)
        } catch {
            throw GeminiError(.init(error, model: model), requestID: error.upstreamRequestID)
        }
        let response = try? JSONDecoder().decode(ConverseResponse.self, from: answer)
        if let response, !response.isBlank { return response.asGemini(model) }
        // A proxy's page, or an error that calls itself a success.
        if response != nil || !answer.beginsLikeJSON {
            throw GeminiError(.serverError(status: 200, retryAfter: nil))
        }
        throw GeminiError(.malformedAnswer, spending: .unknownCall)
    }
}

extension GeminiError.Reason {
    init(_ error: AWSError, model: GeminiModel) {
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

/// The body of `POST /model/{id}/converse` (botocore 1.44, bedrock-runtime).
private struct ConverseRequest: Encodable {
    struct Text: Encodable {
        let text: String
    }

    struct Message: Encodable {
        let role: String
        let content: [Text]
    }

    struct Inference: Encodable {
        let maxTokens: Int
        let temperature: Double?
    }

    let system: [Text]
    let messages: [Message]
    let inferenceConfig: Inference

    /// - Throws: `invalidRequest` for a part that is not text.
    init(_ request: GenerateContentRequest) throws(GeminiError) {
        var texts: [Text] = []
        for part in request.parts {
            guard case .text(let text) = part else { throw GeminiError(.invalidRequest(status: "TEXT_ONLY")) }
            texts.append(Text(text: text))
        }
        var instruction = request.systemInstruction ?? ""
        if case .json(let schema) = request.generationConfig.responseFormat {
            guard let json = try? JSONEncoder.canonical.encode(schema.json) else {
                throw GeminiError(.invalidRequest(status: "NOT_ENCODABLE"))
            }
            instruction += """


                FORM OF THE ANSWER
                Answer with one JSON object and nothing else: no text before or after it, no code fence. It must be valid \
                against this JSON Schema:
                \(String(decoding: json, as: UTF8.self))
                """
        }
        system = instruction.isEmpty ? [] : [Text(text: instruction)]
        messages = [Message(role: "user", content: texts)]
        inferenceConfig = Inference(
            maxTokens: min(request.generationConfig.maxOutputTokens ?? .max, BedrockConverseModel.maxOutputTokens),
            temperature: request.generationConfig.temperature)
    }

    func json() throws(GeminiError) -> Data {
        do {
            return try JSONEncoder.canonical.encode(self)
        } catch {
            throw GeminiError(.invalidRequest(status: "NOT_ENCODABLE"))
        }
    }
}

private struct ConverseResponse: Decodable {
    struct Output: Decodable {
        struct Message: Decodable {
            struct Content: Decodable {
                let text: String?
            }
            let content: [Content]?
        }
        let message: Message?
    }

    struct Usage: Decodable {
        let inputTokens: WireCount
        let outputTokens: WireCount
    }

    let output: Output?
    let stopReason: String?
    let usage: Usage?

    private enum CodingKeys: CodingKey { case output, stopReason, usage }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        output = try container.decodeIfPresent(Output.self, forKey: .output)
        stopReason = try? container.decodeIfPresent(String.self, forKey: .stopReason)
        // Usage that can't be read is usage not known.
        usage = try? container.decodeIfPresent(Usage.self, forKey: .usage)
    }

    var isBlank: Bool { output == nil && stopReason == nil }

    func asGemini(_ model: GeminiModel) -> GenerateContentResponse {
        let text = output?.message?.content?.compactMap(\.text).joined() ?? ""
        let finish: FinishReason =
            switch stopReason {
            case "end_turn", "stop_sequence": .stop
            case "max_tokens", "model_context_window_exceeded": .maxTokens
            case "guardrail_intervened", "content_filtered": .safety
            case "malformed_model_output": .malformedResponse
            case nil: .unspecified
            case let other?: .unknown(other)
            }
        return GenerateContentResponse(
            candidates: [.init(parts: [.init(text: text)], finishReason: finish)],
            usage: usage.map {
                TokenUsage(promptTokens: $0.inputTokens.value, candidateTokens: $0.outputTokens.value)
            },
            modelVersion: model.name)
    }
}
