package import FoundationEssentials

extension ModelAnswer {
    /// Reads an answer of `generateContent`. Candidates, content, parts and usage may all be missing.
    ///
    /// - Throws: `DecodingError`, also for tool calls that can't be read.
    package init(gemini json: Data) throws {
        let answer = try JSONDecoder().decode(GeminiAnswer.self, from: json)
        let candidate = answer.candidates.first
        let parts = candidate?.parts ?? []
        self.init(
            text: parts.filter { !$0.isThought }.compactMap(\.text).joined(), finishReason: candidate?.finishReason,
            blockReason: answer.blockReason, usage: answer.usage, modelVersion: answer.modelVersion,
            responseID: answer.responseID)
        guard !parts.isEmpty else { return }
        do {
            content = try ModelContent(gemini: json)
        } catch {
            // Words are of use without the content around them, calls are not.
            if parts.contains(where: \.isCall) { throw error }
        }
    }
}

extension ModelContent {
    /// The first candidate's content, out of the whole answer.
    fileprivate init(gemini answer: Data) throws {
        let candidate = JSONPiece(bytes: answer)["candidates"]?.fromFirstElement
        guard let content = candidate?["content"], var text = content.text else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "No content."))
        }
        // Without a role it would come back as the user's.
        if content["role"] == nil { text = "{\"role\":\"model\"," + text.dropFirst() }
        try self.init(.gemini, json: text)
    }
}

/// What of an answer has a meaning here.
private struct GeminiAnswer: Decodable {
    struct Candidate: Decodable {
        let parts: [Part]
        let finishReason: FinishReason

        private enum CodingKeys: String, CodingKey {
            case content, finishReason
        }

        private struct Content: Decodable {
            let parts: [Part]?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            parts = try container.decodeIfPresent(Content.self, forKey: .content)?.parts ?? []
            finishReason =
                (try? container.decodeIfPresent(FinishReason.self, forKey: .finishReason)) ?? .unspecified
        }
    }

    struct Part: Decodable {
        let text: String?
        /// A summary of the model's thinking, not of its answer.
        let isThought: Bool
        let isCall: Bool

        private enum CodingKeys: String, CodingKey {
            case text, functionCall
            case isThought = "thought"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            text = try container.decodeIfPresent(String.self, forKey: .text)
            isThought = try container.decodeIfPresent(Bool.self, forKey: .isThought) ?? false
            isCall = (try? container.decodeNil(forKey: .functionCall)) == false
        }
    }

    let candidates: [Candidate]
    let blockReason: BlockReason?
    let usage: TokenUsage?
    let modelVersion: String?
    let responseID: String?

    private enum CodingKeys: String, CodingKey {
        case candidates, promptFeedback, modelVersion
        case usage = "usageMetadata"
        case responseID = "responseId"
    }

    private struct PromptFeedback: Decodable {
        let blockReason: BlockReason?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        candidates = try container.decodeIfPresent([Candidate].self, forKey: .candidates) ?? []
        // What stands beside the answer is no reason to lose it: usage that can't be read is usage not known.
        blockReason = (try? container.decodeIfPresent(PromptFeedback.self, forKey: .promptFeedback))?.blockReason
        usage = try? container.decodeIfPresent(TokenUsage.self, forKey: .usage)
        modelVersion = try? container.decodeIfPresent(String.self, forKey: .modelVersion)
        responseID = try? container.decodeIfPresent(String.self, forKey: .responseID)
    }
}
