import Base
import Foundation

@testable import BandUpCore

/// A record with something of every type; the golden file's `evaluation` is the same in boto3's words.
struct Evaluation: Codable, Equatable {
    struct Criterion: Codable, Equatable {
        var name: String
        var band: Double
        var note: String?
    }

    enum Outcome: Codable, Equatable {
        case failed(code: String)
        case scored(band: Int, by: String)
    }

    enum Status: String, Codable { case processing, completed }

    var evaluation_id: UUID
    var status: Status
    var overall_band: String
    var word_count: Int
    var created_at: Date
    var score: Double
    var exact: Decimal
    var is_final: Bool
    var audio: Data
    var hashes: [Data]
    var criteria: [Criterion]
    var weights: [String: Int]
    var outcome: Outcome
    var source: URL?
    var error: String?

    static var sample: Evaluation {
        Evaluation(
            evaluation_id: UUID(uuidString: "0C8F5F0E-6A55-4D64-A9E5-3F0B6F9B6D11") ?? UUID(), status: .completed,
            overall_band: "7.0", word_count: 287, created_at: Date(timeIntervalSince1970: 1_790_000_000), score: 6.75,
            exact: Decimal(string: "0.12345678901234567890123456789012345678") ?? 0, is_final: true,
            audio: Data(0..<16),
            hashes: [Data([0, 1]), Data([255])],
            criteria: [
                Criterion(name: "lexical_resource", band: 7.5),
                Criterion(name: "grammatical_range_accuracy", band: 7, note: "“a” \\ \"b\"\n"),
            ],
            weights: ["TASK_1": 1, "TASK_2": 2], outcome: .scored(band: 7, by: "model"),
            source: URL(string: "https://example.com/a?b=c%20d"))
    }
}
