import BandUpCore
import FoundationEssentials

/// An item of 1.2 KB in DynamoDB's JSON and back, and the same value in plain JSON by Foundation.
enum CodecMeasurements {
    static func all() throws -> [Measurement] {
        let item = StoredEvaluation.sample
        let stored = try DynamoDBEncoder().encode(item)
        let plain = try JSONEncoder().encode(item)
        return [
            Measurement("encode item") { count in
                let encoder = DynamoDBEncoder()
                var bytes = 0
                for _ in 0..<count { bytes += try encoder.encode(item).count }
                return bytes
            },
            Measurement("decode item") { count in
                let decoder = DynamoDBDecoder()
                var words = 0
                for _ in 0..<count { words += try decoder.decode(StoredEvaluation.self, from: stored).wordCount }
                return words
            },
            Measurement("JSONEncoder") { count in
                let encoder = JSONEncoder()
                var bytes = 0
                for _ in 0..<count { bytes += try encoder.encode(item).count }
                return bytes
            },
            Measurement("JSONDecoder") { count in
                let decoder = JSONDecoder()
                var words = 0
                for _ in 0..<count { words += try decoder.decode(StoredEvaluation.self, from: plain).wordCount }
                return words
            },
        ]
    }
}

/// A record as WritingEvaluator stores it, all in all.
struct StoredEvaluation: Codable, Sendable {
    let evaluationID: String
    let userID: String
    let status: String
    let overallBand: String
    let bands: [String: String]
    let wordCount: Int
    let feedback: String
    let modelUsed: String
    let estimatedCost: String
    let createdAt: Int64
    let attempts: Int
    let warnings: [Warning]
    let isSealed: Bool

    struct Warning: Codable, Sendable {
        let code: String
        let message: String
    }

    enum CodingKeys: String, CodingKey {
        case evaluationID = "evaluation_id"
        case userID = "user_id"
        case status
        case overallBand = "overall_band"
        case bands
        case wordCount = "word_count"
        case feedback
        case modelUsed = "model_used"
        case estimatedCost = "estimated_cost"
        case createdAt = "created_at"
        case attempts, warnings
        case isSealed = "is_sealed"
    }

    static let sample = StoredEvaluation(
        evaluationID: "5f0c6f7e-8f7c-4b5e-9a53-0f6f3f0f2f10", userID: "learner-0042", status: "completed",
        overallBand: "6.5",
        bands: ["task_achievement": "6.0", "coherence": "7.0", "lexical": "6.5", "grammar": "6.5"], wordCount: 305,
        feedback: String(
            repeating: #"{"band": 6.5, "feedback": "You answer both parts of the question, and give reasons."} "#,
            count: 6),
        modelUsed: "gemini-writing_task2", estimatedCost: "0.001657", createdAt: 1_795_169_700, attempts: 1,
        warnings: [Warning(code: "copied_prompt", message: "Words of the question do not count as yours.")],
        isSealed: false)
}
