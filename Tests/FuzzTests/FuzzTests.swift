import Testing

@testable import BandUpCore

/// Every parser of outside input, with made-up input: a few hundred each here, a million each by `make fuzz`.
///
/// The targets say in code what has to hold for any input; beyond that nothing may crash or go on without end.
@Suite(.serialized) struct FuzzTests {
    @Test("any event becomes requests within their limits, or an error in our own words")
    func events() async throws { try await FuzzCampaign(EventTarget()).run() }

    @Test("any DynamoDB JSON is refused, or is JSON and reads back as the same item")
    func dynamoDB() async throws { try await FuzzCampaign(DynamoDBTarget()).run() }

    @Test("numbers, amounts, base64 and embeddings are read as another parser reads them")
    func numbers() async throws { try await FuzzCampaign(NumberTarget()).run() }

    @Test("any request is signed as a second, simple formulation signs it")
    func signing() async throws { try await FuzzCampaign(SigningTarget()).run() }

    @Test("a presigned URL leads to the object it was made for, whatever its name")
    func uploadURLs() async throws { try await FuzzCampaign(UploadURLTarget()).run() }

    @Test("any recording has a duration and a level that can be, or none")
    func audio() async throws { try await FuzzCampaign(AudioTarget()).run() }

    @Test("any answer of the model becomes marks in range, quotes in place and cards asked for, or an error")
    func modelAnswers() async throws { try await FuzzCampaign(ModelAnswerTarget()).run() }

    @Test("any document, and any word of the process that reads it, becomes pages within the limits, or an error")
    func documents() async throws { try await FuzzCampaign(DocumentTarget()).run() }

    @Test("any bytes are refused, or are an index that is written back as it was and can be asked")
    func indexes() async throws { try await FuzzCampaign(DocumentIndexTarget()).run() }

    @Test("a log line is one line of JSON, whatever is in it")
    func logLines() async throws { try await FuzzCampaign(LogTarget()).run() }

    @Test("small parsers, essays and chunks keep what they promise for any text")
    func texts() async throws { try await FuzzCampaign(TextTarget()).run() }
}
