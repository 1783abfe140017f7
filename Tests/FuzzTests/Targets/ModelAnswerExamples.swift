@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Whole answers of a model for each of the three subjects, and what they speak of.
enum ModelAnswerExamples {
    static let essay = """
        Nowadays many people feels isolated in big cities – “Parks”, some say, don’t pay. I believe that the café e\u{301}tage \
        matters a lot, because it brings people to-\u{200B}gether.\r\nFirstly, the city should build more parks. Secondly, \
        it is cheap: 3,000 pounds. In conclusion, parks are good for people \u{1F468}\u{200D}\u{1F469} and for the city.
        """

    static let chunks = [
        Chunk(index: 0, text: "Photosynthesis makes sugar from light.", firstPage: 1, lastPage: 1),
        Chunk(
            index: 4, text: "The leaves of most of the plants are green and they take in the light.", firstPage: 7,
            lastPage: 8),
        Chunk(index: 5, text: "日本語の文章です。", firstPage: 8, lastPage: 8),
    ]

    private static let marks = """
        "lexical_resource":{"feedback":"Good.","band":7},"grammatical_range_accuracy":{"feedback":"Fine.","band":6.5},\
        "strengths":["Clear."],"weaknesses":["Thin."],"confidence":"high"
        """

    private static func answer(_ text: String) -> String {
        """
        {"candidates":[{"content":{"parts":[{"text":\(JSONText.quoted(text))}],"role":"model"},"finishReason":"STOP"}],\
        "usageMetadata":{"promptTokenCount":900,"candidatesTokenCount":300,"totalTokenCount":1200,\
        "promptTokensDetails":[{"modality":"TEXT","tokenCount":900},{"modality":"AUDIO","tokenCount":640}]},\
        "modelVersion":"gemini-3.5-flash-lite","responseId":"r"}
        """
    }

    private static func quote(_ text: String) -> String {
        #"{"quote":\#(JSONText.quoted(text)),"issue":"agreement","suggestion":"feel"}"#
    }

    static let answers = [
        answer(
            """
            {"task_achievement":{"feedback":"Yes.","band":6},"coherence_cohesion":{"feedback":"Yes.","band":6.5},\(marks),\
            "quoted_examples":[\(quote("many people feels isolated")),\(quote("'parks', some say, don't pay...")),\
            \(quote("together.  Firstly, the")),\(quote("parks")),\(quote("parks")),\(quote("\u{1F468}\u{200D}\u{1F469} and"))]}
            """),
        answer(
            """
            {"transcript":"I went to the market and I bought some apples.","pauses":[{"after":"the market","seconds":1.5}],\
            "feedback":{"fluency_coherence":{"feedback":"Yes.","band":6},"pronunciation":{"feedback":"Yes.","band":5.5},\
            \(marks.replacing(",\"confidence\":\"high\"", with: ""))},"confidence":"low"}
            """),
        answer(
            #"""
            {"flashcards":[{"source_chunk":0,"type":"DEFINITION","question":"What makes sugar?","answer":"Photosynthesis makes sugar."},{"source_chunk":4,"type":"VOCABULARY","question":"green leaves","answer":"The colour of leaves."},{"source_chunk":5,"type":"COMPREHENSION","question":"Which light?","answer":"Light of the sun."}]}
            """#),
    ]
}
