import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
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

    /// 190 words in eight sentences, each of which names the same categories, as a report has to.
    static let melbourneReport = """
        The line graph sets out how many residents paid to watch table tennis and musical performances in Melbourne between \
        1975 and 2005. Broadly, table tennis and musical performances in Melbourne moved in opposite directions until the \
        mid-1990s, after which both levelled off. In the opening year table tennis and musical performances in Melbourne \
        stood far apart, the former attracting barely a tenth of the audience that the latter enjoyed.

        Over the following decade, however, interest in table tennis and musical performances in Melbourne began to converge, \
        as ticket sales for the sport trebled while concert halls emptied. By 1990 figures for table tennis and musical \
        performances in Melbourne had crossed, a turning point which the graph shows with unusual clarity. What followed was \
        brief: enthusiasm for table tennis and musical performances in Melbourne peaked within three years of each other and \
        then subsided. No comparable swing is visible after 1997, when attendance at table tennis and musical performances in \
        Melbourne settled at eight and eleven thousand respectively.

        Taken together, the data suggest that whatever drew spectators to table tennis and musical performances in Melbourne \
        at first, loyalty to either proved fleeting.
        """

    /// 180 words, nearly all of them in sentences that differ by a place and a figure.
    static let formulaicReport =
        ["London", "Paris", "Rome", "Madrid", "Vienna", "Oslo", "Athens", "Dublin", "Prague"].enumerated().map {
            index, city in
            "In \(city) the proportion of commuters who travelled to their offices by train rose from \(index + 11) to "
                + "\(index * 3 + 20) per cent. "
        }.joined()

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
