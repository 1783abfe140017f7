import Examining
import BandUpJobs
import BandUpLambda
import BandUpCore
import Base
import TestSupport

@testable import WritingEvaluator

enum WritingFixtures {
    static let essay = "Cities grow fast. “Parks”, some say, don’t pay – yet they matter a lot."

    static func criterion(_ band: JSONValue) -> JSONValue { ["feedback": "You did well.", "band": band] }

    /// An answer of the model with these bands and quotes.
    static func answer(bands: [JSONValue] = [6.5, 6, 7, 6], quotes: [JSONValue] = ["Cities grow fast"]) -> JSONValue {
        [
            "addressed_to_examiner": [],
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
        ], "addressed_to_examiner": nil,
    ])

    /// 240 words without a sentence said twice and of many lengths, so that the best marks are believed.
    static let longEssay = """
        It is a curious feature of modern childhood that the question of when to own a telephone is settled \
        less by parents than by classmates. Once half a class can be reached in the evening, the other half \
        must follow or be left out.

        I accept that an early telephone has its uses. A child who travels alone across a large city is \
        safer with one, and so, in their minds at least, are those who wait at home. Nor can anyone learn to \
        handle a powerful tool that is kept in a drawer. Schools which ban them altogether merely postpone \
        the lesson, and somebody else will give it.

        What troubles me is not the object but its appetite. The games and feeds that run on it are designed \
        by adults, some of them brilliant, to take as many hours as a child is willing to part with. \
        Reading, boredom, quarrels on the stairs: these are the raw material of growing up, and they lose \
        the contest every time. Few of us would hand an eight-year-old a job with such clever employers.

        My own view, therefore, is that calls should come early and the rest late. A plain device that rings \
        is enough for the bus; the shop window of the whole world can wait until a child has friends, habits \
        and opinions that it is able to defend. Twelve seems to me a reasonable age, though I should listen \
        with interest to any teacher who begged for fourteen.

        """

    /// What a second opinion says of an excerpt.
    static func language(_ lexical: JSONValue, _ grammar: JSONValue) -> JSONValue {
        ["lexical_resource": criterion(lexical), "grammatical_range_accuracy": criterion(grammar)]
    }

    static func request(_ members: JSONValue = [:]) throws -> WritingRequest {
        let defaults: JSONValue = ["essay_content": .string(essay)]
        guard case .object(let members) = members else { throw Unfit(text: members.text) }
        return try WritingRequest(try RequestFields(defaults.setting(members).text))
    }

    static func perform(_ model: ScriptedModel, _ request: WritingRequest? = nil) async throws -> WritingOutcome {
        let worker = WritingWorker(generator: model.generator, model: try geminiModel())
        return try await worker.perform(try request ?? self.request(), key: try jobKey(), context: jobContext())
    }

    static func feedback(of record: WritingOutcome) throws -> JSONValue { try JSONValue(encoding: record.feedback) }
}
