import BandUpCore
import TestSupport

@testable import WritingEvaluator

enum WritingFixtures {
    static let essay = "Cities grow fast. “Parks”, some say, don’t pay – yet they matter a lot."

    static func criterion(_ band: JSONValue) -> JSONValue { ["feedback": "You did well.", "band": band] }

    /// An answer of the model with these bands and quotes.
    static func answer(bands: [JSONValue] = [6.5, 6, 7, 6], quotes: [JSONValue] = ["Cities grow fast"]) -> JSONValue {
        [
            "task_achievement": criterion(bands[0]), "coherence_cohesion": criterion(bands[1]),
            "lexical_resource": criterion(bands[2]), "grammatical_range_accuracy": criterion(bands[3]),
            "quoted_examples": .array(quotes.map { ["quote": $0, "issue": "Vague.", "suggestion": "Cities double."] }),
            "strengths": ["Clear.", "Short."], "weaknesses": ["Thin.", "Plain."],
        ]
    }

    /// `answer()` as it is kept: with the place of its quote in `essay`.
    static let keptAnswer = answer().setting([
        "quoted_examples": [
            ["quote": "Cities grow fast", "issue": "Vague.", "suggestion": "Cities double.", "start": 0, "end": 16]
        ]
    ])

    static func request(_ members: JSONValue = [:]) throws -> WritingRequest {
        let defaults: JSONValue = ["essay_content": .string(essay)]
        guard case .object(let members) = members else { throw Unfit(text: members.text) }
        return try WritingRequest(try RequestFields(defaults.setting(members).text))
    }

    static func perform(_ model: ScriptedModel, _ request: WritingRequest? = nil) async throws -> WritingRecord {
        let worker = WritingWorker(generator: model.generator, model: try geminiModel())
        return try await worker.perform(try request ?? self.request(), key: try jobKey(), context: jobContext())
    }

    static func feedback(of record: WritingRecord) throws -> JSONValue { try JSONValue(json: record.feedback) }
}
