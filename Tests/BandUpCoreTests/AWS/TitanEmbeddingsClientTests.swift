import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct TitanEmbeddingsClientTests {
    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func client(_ http: FakeAWS) -> TitanEmbeddingsClient {
        TitanEmbeddingsClient(
            bedrock: BedrockRuntimeClient(configuration: .test(), http: http, region: "us-east-1", clock: clock))
    }

    @Test("the request goes to the model's path and asks for a normalised vector")
    func request() async throws {
        let answer = #"{"embedding":[0.5,-0.25,1e-3],"inputTextTokenCount":4,"embeddingsByType":{"float":[9,9]}}"#
        let http = FakeAWS([.answer(200, [:], answer)])
        let vector = try await client(http).embed("an \"essay\"\n", dimensions: 3, deadline: deadline)
        #expect(vector == [0.5, -0.25, 0.001])
        let request = try #require(await http.requests.first)
        #expect(
            request.url
                == "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke")
        let input = try JSONDecoder().decode(JSONValue.self, from: request.body.bytes)
        #expect(input == ["inputText": "an \"essay\"\n", "dimensions": 3, "normalize": true])
        #expect(
            request.headers["authorization"]?.contains(
                "SignedHeaders=accept;content-type;host;x-amz-date;x-amz-security-token,") == true)
    }

    @Test("a vector of another length is malformed")
    func wrongLength() async {
        let client = client(FakeAWS([.answer(200, [:], #"{"embedding":[1],"inputTextTokenCount":1}"#)]))
        await #expect(throws: AWSError.malformedAnswer(operation: "InvokeModel Titan")) {
            try await client.embed("x", deadline: deadline)
        }
    }

    private static func refusal(_ message: String) -> Result<HTTPResponse, HTTPClientError> {
        .answer(400, ["x-amzn-errortype": "ValidationException:http://x"], "{\"message\":\(JSONText.quoted(message))}")
    }

    private func lengths(_ http: FakeAWS) async throws -> [Int] {
        try await http.requests.map { request in
            try JSONDecoder().decode(JSONValue.self, from: request.body.bytes)["inputText"]?.stringValue?.count ?? 0
        }
    }

    @Test(
        "a text that is refused as too long is cut to what fits, at a word's end, and asked again",
        arguments: [
            ("400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 10240 ", 7999),
            ("Malformed input request: #/inputText: expected maxLength: 50000, actual: 62500, please reformat.", 7999),
            ("Input is too long for requested model.", 4999),
        ])
    func cut(message: String, length: Int) async throws {
        let text = String(repeating: "four ", count: 2000)
        let http = FakeAWS([
            Self.refusal(message), .answer(200, [:], #"{"inputTextTokenCount":4,"embedding":[1]}"#),
        ])
        #expect(try await client(http).embedding(of: text, dimensions: 1, deadline: deadline).vector == [1])
        #expect(try await lengths(http) == [10_000, length])
    }

    @Test("cutting goes on until the text fits, and has an end")
    func cutAgain() async throws {
        let refusals = Array(repeating: Self.refusal("Too many input tokens."), count: 9)
        let http = FakeAWS(refusals)
        let error = await #expect(throws: AWSError.self) {
            try await client(http).embedding(of: String(repeating: "语", count: 640), dimensions: 1, deadline: deadline)
        }
        #expect(error?.code == "ValidationException")
        #expect(try await lengths(http) == [640, 320, 160, 80, 40, 20])
    }

    @Test("a request that is wrong in another way is not cut")
    func otherRefusals() async throws {
        let http = FakeAWS([Self.refusal("#/dimensions: is not a valid enum value")])
        await #expect(throws: AWSError.self) {
            try await client(http).embedding(of: "a b", dimensions: 1, deadline: deadline)
        }
        #expect(await http.requests.count == 1)
    }

    @Test("a model that is not ready is asked again, an error of the model is not")
    func retries() async throws {
        let answer = #"{"inputTextTokenCount":4,"embedding":[1]}"#
        let http = FakeAWS([
            .answer(429, ["x-amzn-errortype": "ModelNotReadyException:http://x"]), .answer(200, [:], answer),
            .answer(424, ["x-amzn-errortype": "ModelErrorException"]),
        ])
        let client = client(http)
        let embedding = try await client.embedding(of: "x", dimensions: 1, deadline: deadline)
        #expect(embedding == TitanEmbedding(vector: [1], inputTokenCount: 4))
        let error = await #expect(throws: AWSError.self) {
            try await client.embed("x", dimensions: 1, deadline: deadline)
        }
        #expect(error?.code == "ModelErrorException")
    }

    @Test(
        "numbers are read as the standard library reads them",
        arguments: [
            "0", "-0.0", "1", "-1.5", "0.1", "-0.0123456789", "3.4028235e38", "1E5", "1e+5", "1.17549435e-38",
            "0.123456789012345678901234567890", "123456789012345678", "1e-400", "-7.006492321624085e-46",
            "9007199254740993",
        ])
    func numbers(text: String) throws {
        let embedding = try #require(
            TitanEmbedding(json: Data("{\"embedding\":[ \(text) ],\"inputTextTokenCount\":1}".utf8)))
        #expect(embedding.vector == [Float(try #require(Double(text)))])
    }

    @Test(
        "members may stand in any order, among others of any shape",
        arguments: [
            #" { "a" : {"embedding":[7]} , "embedding" : [ 1 , 2 ] , "inputTextTokenCount" : 3 } "#,
            #"{"inputTextTokenCount":3,"b":[[],"]",{"x":"}\""}],"c":null,"d":true,"e":-1.5e3,"embedding":[1,2]}"#,
            #"{"s":"\\","t":"\"","embedding":[1,2],"u":{},"v":[],"inputTextTokenCount":3}"#,
        ])
    func order(json: String) {
        #expect(TitanEmbedding(json: Data(json.utf8)) == TitanEmbedding(vector: [1, 2], inputTokenCount: 3))
    }

    @Test("every text cut short, and every one with a byte changed, is read or refused without harm")
    func damaged() {
        let json = Array(#"{"x":{"y":["\"",1]},"embedding":[0.25,-1e2,3],"inputTextTokenCount":12}"#.utf8)
        for end in json.indices {
            #expect(TitanEmbedding(json: Data(json[..<end])) == nil)
            for byte in [UInt8(0), 0x22, 0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x5C, 0x2D, 0x65, 0xFF] {
                var changed = json
                changed[end] = byte
                _ = TitanEmbedding(json: Data(changed))
            }
        }
    }

    @Test(
        "what is no number is refused",
        arguments: ["", "-", ".5", "1.", "1e", "1e+", "+1", "\"1\"", "null", "[1]", "NaN", "1 2"])
    func noNumber(text: String) {
        #expect(TitanEmbedding(json: Data("{\"embedding\":[\(text)x],\"inputTextTokenCount\":1}".utf8)) == nil)
    }
}
