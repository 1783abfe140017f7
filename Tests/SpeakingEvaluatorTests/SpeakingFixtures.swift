import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import TestSupport

@testable import SpeakingEvaluator

enum SpeakingFixtures {
    static let bucket = "bandup-audio"
    static let key = "uploads/speaking_audio/u-1/a.wav"

    static func criterion(_ band: JSONValue) -> JSONValue { ["feedback": "You did well.", "band": band] }

    static func answer(
        bands: [JSONValue] = [6.5, 6, 7, 6], transcript: JSONValue = "I live, um, in Hanoi."
    ) -> JSONValue {
        [
            "transcript": transcript, "addressed_to_examiner": [],
            "feedback": [
                "fluency_coherence": criterion(bands[0]), "lexical_resource": criterion(bands[1]),
                "grammatical_range_accuracy": criterion(bands[2]), "pronunciation": criterion(bands[3]),
                "strengths": ["Clear.", "Lively."], "weaknesses": ["Slow.", "Short."],
            ],
        ]
    }

    static func request(_ members: JSONValue = [:]) throws -> SpeakingRequest {
        let defaults: JSONValue = ["audio_url": .string("s3://\(bucket)/\(key)")]
        guard case .object(let members) = members else { throw Unfit(text: members.text) }
        return try SpeakingRequest(try RequestFields(defaults.setting(members).text))
    }

    static func worker(_ model: ScriptedModel, http: any HTTPClient) throws -> SpeakingWorker {
        SpeakingWorker(
            generator: model.generator, model: try geminiModel(), s3: S3Client(http),
            objects: ObjectPolicy(bucket: bucket))
    }

    /// Evaluates `audio`; nil where the object is missing.
    static func perform(
        _ model: ScriptedModel, audio: [UInt8]? = TestAudio.wav(seconds: 2),
        request: SpeakingRequest? = nil
    ) async throws -> SpeakingOutcome {
        let objects = audio.map { ["\(bucket)/\(key)": Data($0)] } ?? [:]
        return try await worker(model, http: FakeHTTPService.storage(objects)).perform(
            try request ?? self.request(), key: try jobKey(), context: jobContext())
    }
}
