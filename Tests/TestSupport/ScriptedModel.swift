package import BandUpCore
import BandUpJobs
import BandUpLambda
package import Base
import Examining
import FoundationEssentials
import Synchronization

/// A model that answers from a list, the last entry for ever, and keeps what it was asked.
package final class ScriptedModel: GenerativeModel {
    package typealias Answer = Result<ModelAnswer, ModelError>

    private let answers: [Answer]
    private let state = Mutex<[ModelRequest]>([])

    package init(_ answers: Answer...) {
        self.answers = answers
    }

    /// The requests, in order.
    package var asked: [ModelRequest] { state.withLock { $0 } }

    /// Asks this model, on a clock on which nothing takes time.
    package var generator: StructuredGenerator { StructuredGenerator(client: self, clock: SteppingClock()) }

    package func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer {
        let index = state.withLock { asked in
            asked.append(request)
            return min(asked.count, answers.count) - 1
        }
        return try answers[index].get()
    }
}

extension Result where Success == ModelAnswer, Failure == ModelError {
    /// A whole answer of 1,000 tokens in and 200 out: 0.0008 US dollars from `gemini-3.5-flash-lite`.
    package static func json(
        _ value: JSONValue, usage: TokenUsage? = TokenUsage(promptTokens: 1000, candidateTokens: 200),
        modelVersion: String? = "gemini-3.5-flash-lite"
    ) -> Self {
        let text = (try? JSONEncoder.canonical.encode(value)).map { String(decoding: $0, as: UTF8.self) }
        return .success(
            ModelAnswer(
                text: text ?? "", finishReason: .stop, usage: usage, modelVersion: modelVersion))
    }

    package static func refused(_ reason: ModelError.Reason) -> Self {
        .failure(ModelError(reason))
    }
}

extension ModelRequest {
    /// The parts of the last turn.
    package var parts: [ModelPart] {
        if case .user(let parts)? = turns.last { parts } else { [] }
    }

    /// Its text parts, one after the other.
    package var text: String {
        parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }
}
