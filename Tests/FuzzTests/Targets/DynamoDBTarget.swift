import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining
@testable import FlashcardGenerator
@testable import SpeakingEvaluator
@testable import WritingEvaluator

/// DynamoDB's JSON: items, answers, and the records that the functions keep.
struct DynamoDBTarget: FuzzTarget {
    static let name = "dynamodb"

    var seeds: [FuzzInput] {
        get throws {
            let cases = try Corpus.files(in: "Tests/BandUpCoreTests/Golden/DynamoDB").flatMap { file -> [FuzzInput] in
                let golden = try JSONDecoder().decode(JSONValue.self, from: Data(file))
                guard case .array(let cases)? = golden["deserialized"] else { return [] }
                return try cases.compactMap { $0["wire"] }.map { wire in
                    FuzzInput(Array(try JSONEncoder().encode(JSONValue.object(["a": wire, "b": ["S": "x"]]))))
                }
            }
            return cases + RecordExamples.items.map { FuzzInput($0) } + RecordExamples.answers.map { FuzzInput($0) }
        }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let data = Data(input)
        var outcome = Outcome()
        if let answer = try? DynamoDBAnswer(data) {
            // The library refuses numbers that are beyond `Double`, ours are only passed by.
            if !input.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }), input.count < 300 { try Promises.json(data) }
            let found = answer.members
            outcome = Outcome(found.items.count, found.item == nil ? 0 : 1, found.lastEvaluatedKey == nil ? 0 : 1)
            for position in answer.members.items { _ = try? answer.tape.item(at: position) }
        }
        do {
            let scanned = try ScannedItem(json: data)
            outcome.add(1)
            try Promises.json(data)
            // Sets are passed over, and not made into values.
            if let item = try? scanned.attributes() { try roundTrip(item) }
            outcome.add(try records(scanned, data))
        } catch let error as DecodingError {
            outcome.add(Self.fingerprint(of: error))
        }
        return outcome
    }

    /// Whatever is read stays the same when it is written and read again, as it is in a key and in an item.
    private func roundTrip(_ item: DynamoDBItem) throws {
        var written = JSONBytes()
        try written.append(item: item, depth: 1, path: [])
        try promise(
            try ScannedItem(json: Data(written.bytes)).attributes() == item, "an item reads back as another")
        let encoded = try DynamoDBEncoder().item(item)
        try promise(
            try ScannedItem(json: encoded.data).attributes() == item, "an encoded item reads back as another")
        let joined = encoded.attributes.map { attribute in
            "\(JSONText.quoted(attribute.name)):\(String(decoding: attribute.json, as: UTF8.self))"
        }
        try promise(
            try ScannedItem(json: Data("{\(joined.joined(separator: ","))}".utf8)).attributes() == item,
            "the attributes of an encoded item are not the item")
    }

    private func records(_ item: ScannedItem, _ data: Data) throws -> Outcome {
        var outcome = Outcome()
        let decoder = DynamoDBDecoder()
        if let header = try? decoder.decode(JobRecord.Header.self, from: data) {
            let record = JobRecord(header: header, item: item, at: Date(timeIntervalSince1970: 1_800_000_000))
            outcome.add(record.status == .failed ? 2 : 3)
        }
        outcome.add(try shown(WritingOutcome.self, of: data, as: 4))
        outcome.add(try shown(SpeakingOutcome.self, of: data, as: 6))
        outcome.add(try shown(FlashcardOutcome.self, of: data, as: 8))
        return outcome
    }

    /// What can be read as an outcome can be shown as an answer.
    private func shown<Kind: JobOutcome>(_ type: Kind.Type, of data: Data, as number: Int) throws -> Int {
        guard let record = try? DynamoDBDecoder().decode(type, from: data), let user = UserID("ada") else { return 0 }
        let answer = JobAnswer(idField: "session_id", id: "s-1", user: user, outcome: record)
        try Promises.json(try JSONEncoder.canonical.encode(answer))
        return number + (record.isWhole ? 1 : 0)
    }

    /// By the kind of error and its words, which hold no value.
    private static func fingerprint(of error: DecodingError) -> Outcome {
        switch error {
        case .dataCorrupted(let context):
            Outcome(String(context.debugDescription.prefix { !$0.isNumber }))
        case .typeMismatch(_, let context), .valueNotFound(_, let context): Outcome(context.debugDescription)
        default: Outcome(-1)
        }
    }
}
