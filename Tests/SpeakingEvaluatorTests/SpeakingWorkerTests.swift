import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Marking a recording") struct SpeakingWorkerTests {
    @Test("a recording is sent with its true type and size, and becomes a record with one call")
    func good() async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        let record = try await SpeakingFixtures.perform(model)
        #expect(record.transcript == "I live, um, in Hanoi.")
        #expect(record.wordCount == 5)
        #expect(record.duration == "2.0")
        #expect(record.overallBand == "6.5")
        #expect(record.fluencyBand == "6.5")
        #expect(record.lexicalBand == "6.0")
        #expect(record.grammarBand == "7.0")
        #expect(record.pronunciationBand == "6.0")
        #expect(record.modelUsed == "gemini-3.5-flash-lite-audio")
        #expect(record.estimatedCost == "0.0008")
        #expect(model.asked.count == 1)
        let asked = try #require(model.asked.first)
        #expect(asked.generationConfig.responseFormat == .json(SpeakingAssessment.schema))
        #expect(try asked.systemInstruction == SpeakingPrompt(request: SpeakingFixtures.request()).systemInstruction)
        guard case .inlineFile("audio/wav", let path, 2044)? = asked.parts.last, asked.parts.count == 2 else {
            Issue.record("the recording was not sent as it is: \(asked.parts)")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: path), "the recording is left behind")
    }

    @Test(
        "an answer that can't be right is asked for again",
        arguments: [
            SpeakingFixtures.answer(bands: [9.5, 6, 6, 6]), SpeakingFixtures.answer(bands: [6, -1, 6, 6]),
            SpeakingFixtures.answer(bands: [6, 6, 6.2, 6]), SpeakingFixtures.answer(bands: [6, 6, 6, "seven"]),
            SpeakingFixtures.answer(transcript: nil), SpeakingFixtures.answer(transcript: ["I", "live"]),
            SpeakingFixtures.answer().setting(["feedback": nil]),
            SpeakingFixtures.answer().setting(["addressed_to_examiner": nil]),
            SpeakingFixtures.answer().setting(["feedback", "strengths"], ["One."]),
            SpeakingFixtures.answer().setting(["feedback", "weaknesses"], ["", "Short."]),
            SpeakingFixtures.answer().setting(["feedback", "overall_band"], 9),
            SpeakingFixtures.answer().setting(["feedback", "pronunciation"], ["band": 6]),
        ])
    func askedAgain(answer: JSONValue) async throws {
        let model = ScriptedModel(.json(answer), .json(SpeakingFixtures.answer()))
        let record = try await SpeakingFixtures.perform(model)
        #expect(model.asked.count == 2)
        #expect(record.overallBand == "6.5")
        #expect(record.estimatedCost == "0.0016")
    }

    private static let long =
        "I grew up by the sea, so, um, the sea has always been part of my life. What I love about it "
        + "is that it hasn't been spoiled yet. Having said that, there isn't a great deal to do once you're past eighteen, "
        + "which is why most of my classmates have moved away. I might do so myself, to be honest with you."

    private static func language(_ band: JSONValue) -> ScriptedModel.Answer {
        let criterion = SpeakingFixtures.criterion(band)
        return .json(["lexical_resource": criterion, "grammatical_range_accuracy": criterion])
    }

    @Test("near-perfect marks are confirmed by the words of the transcript, without the sound", arguments: [8.5, 6])
    func secondOpinion(band: Double) async throws {
        let usage = TokenUsage(
            promptTokens: 740, promptTokensByModality: [.text: 100, .audio: 640], candidateTokens: 9)
        let nines = SpeakingFixtures.answer(bands: [9, 9, 9, 9], transcript: .string(Self.long))
        let model = ScriptedModel(.json(nines, usage: usage), Self.language(.number(band)))
        let audio = TestAudio.wav(seconds: 2, byteRate: 0)
        if band == 6 {
            let error = await #expect(throws: JobError.self) {
                try await SpeakingFixtures.perform(model, audio: audio)
            }
            #expect(error?.failure.code == .unprocessable)
        } else {
            let record = try await SpeakingFixtures.perform(model, audio: audio)
            #expect([record.fluencyBand, record.lexicalBand, record.grammarBand] == ["9.0", "8.5", "8.5"])
            // The calls without sound don't count where the model's side measures it.
            #expect(record.duration == "20.0")
        }
        #expect(model.asked.count == 3)
        #expect(model.asked.dropFirst().allSatisfy { $0.parts.count == 1 })
    }

    @Test("near-perfect marks for a handful of words are not believed")
    func tooShortForNines() async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer(bands: [9, 9, 9, 9])))
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model) }
        #expect(error?.failure.code == .unprocessable)
        #expect(model.asked.count == 1)
    }

    @Test("a recording without speech is of no use", arguments: ["", "  \n", "…"])
    func silence(transcript: String) async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer(transcript: .string(transcript))))
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model) }
        #expect(error?.failure.code == .unprocessable)
    }

    @Test(
        "a file that is no recording costs no call",
        arguments: [
            [], [0x25, 0x50, 0x44, 0x46], Array("just a text, long enough".utf8),
            // A tag with nothing behind it.
            Array("ID3\u{4}\u{0}\u{0}".utf8) + [UInt8](repeating: 0, count: 20),
        ] as [[UInt8]])
    func notAudio(bytes: [UInt8]) async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model, audio: bytes) }
        #expect(error?.failure.code == .unsupportedMedia)
        #expect(error?.failure.field == "audio_url")
        #expect(model.asked.isEmpty)
    }

    @Test(
        "a recording without a sample, or of zeros alone, costs no call",
        arguments: [
            AudioBuilder.wav([]), AudioBuilder.wav([0]), AudioBuilder.wav([Int16](repeating: 0, count: 3000)),
            AudioBuilder.webm(duration: 4000), AudioBuilder.m4a(ticks: 0, scale: 1000),
        ])
    func noSound(bytes: [UInt8]) async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model, audio: bytes) }
        #expect(error?.failure.code == .unprocessable)
        #expect(model.asked.isEmpty)
    }

    @Test("a recording without its index is told to be incomplete, and costs no call")
    func incomplete() async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        let bytes =
            AudioBuilder.box("ftyp", Array("M4A ".utf8) + AudioBuilder.big(0, 4)) + AudioBuilder.box("mdat", [1, 2])
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model, audio: bytes) }
        #expect(error?.failure.code == .unprocessable)
        #expect(error?.failure.message.contains("incomplete") == true)
        #expect(model.asked.isEmpty)
    }

    @Test(
        "whatever its name says, a recording is sent as what its content is",
        arguments: [
            (AudioBuilder.indexedM4A(samples: 100), "audio/m4a"),
            (AudioBuilder.webm(duration: nil, clusters: [(0, [0, 900])]), "audio/webm"),
            (AudioBuilder.opusStream(seconds: 2), "audio/ogg"),
            (Array([UInt8](repeatElement(AudioBuilder.mp3Frame(), count: 99).joined()).dropFirst(50)), "audio/mp3"),
            ([UInt8](repeatElement(AudioBuilder.adtsFrame(), count: 99).joined()), "audio/aac"),
        ])
    func namedWAV(bytes: [UInt8], mimeType: String) async throws {
        #expect(SpeakingFixtures.key.hasSuffix(".wav"))
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        _ = try await SpeakingFixtures.perform(model, audio: bytes)
        guard case .inlineFile(let sent, _, bytes.count)? = model.asked.first?.parts.last else {
            Issue.record("the recording was not sent")
            return
        }
        #expect(sent == mimeType)
    }

    /// 70 words, in a recording whose container says two seconds.
    private func tooMuch(_ usage: [TokenUsage?]) async throws -> (SpeakingOutcome?, calls: Int) {
        let answer = SpeakingFixtures.answer(transcript: .string(Self.long))
        let first = ScriptedModel.Answer.json(answer, usage: usage[0])
        let model = usage.count == 1 ? ScriptedModel(first) : ScriptedModel(first, .json(answer, usage: usage[1]))
        let audio = AudioBuilder.webm(duration: 2000, clusters: [(0, [0, 60])])
        let record = try? await SpeakingFixtures.perform(model, audio: audio)
        return (record, model.asked.count)
    }

    private static func usage(seconds: Int) -> TokenUsage {
        TokenUsage(promptTokens: 4000, promptTokensByModality: [.audio: 32 * seconds], candidateTokens: 9)
    }

    @Test("more words than fit into the length that we measured make us doubt the length, not the transcript")
    func wrongLength() async throws {
        let (record, calls) = try await tooMuch([Self.usage(seconds: 30)])
        #expect(calls == 1)
        #expect(record?.duration == "30.0")
        #expect(record?.speakingRate?.text == TranscriptCheck.rate(words: record?.wordCount ?? 0, in: .seconds(30)))
    }

    @Test("more words than fit into the length that the model's side counted are asked for again")
    func wrongTranscript() async throws {
        let (record, calls) = try await tooMuch([Self.usage(seconds: 3), Self.usage(seconds: 30)])
        #expect(calls == 2)
        #expect(record != nil)
    }

    @Test("without a second measure too many words have no rate, and are no reason to pay again")
    func noSecondMeasure() async throws {
        let (record, calls) = try await tooMuch([nil])
        #expect(calls == 1)
        #expect(record != nil && record?.speakingRate == nil)
    }

    @Test("a recording that is not there costs no call")
    func missing() async throws {
        let model = ScriptedModel(.json(SpeakingFixtures.answer()))
        let error = await #expect(throws: JobError.self) { try await SpeakingFixtures.perform(model, audio: nil) }
        #expect(error?.failure.code == .notFound)
        #expect(error?.failure.field == "audio_url")
        #expect(model.asked.isEmpty)
    }

    @Test(
        "where the container does not say how long it is, the model's count of audio tokens does",
        arguments: [(1, "12.5"), (2, "12.5")])
    func measuredByTheModel(calls: Int, duration: String) async throws {
        let usage = TokenUsage(
            promptTokens: 500, promptTokensByModality: [.text: 100, .audio: 400], candidateTokens: 9)
        let good = ScriptedModel.Answer.json(SpeakingFixtures.answer(), usage: usage)
        let useless = ScriptedModel.Answer.json("nothing", usage: usage)
        let model = calls == 1 ? ScriptedModel(good) : ScriptedModel(useless, good)
        let record = try await SpeakingFixtures.perform(model, audio: TestAudio.wav(seconds: 2, byteRate: 0))
        #expect(record.duration.text == duration)
    }

    @Test(
        "durations are seconds with one decimal, rounded",
        arguments: [
            (Duration.seconds(120.5), "120.5"), (.zero, "0.0"), (.milliseconds(49), "0.0"), (.milliseconds(50), "0.1"),
            (.milliseconds(1949), "1.9"), (.milliseconds(1950), "2.0"), (.seconds(3600), "3600.0"),
        ])
    func durationText(duration: Duration, text: String) {
        #expect(SpeakingOutcome.seconds(duration).text == text)
    }
}
