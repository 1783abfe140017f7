import Base
import FoundationEssentials

/// Writes a request as JSON text around the files in it.
///
/// The text is written by hand instead of by an encoder because an encoder would need the files' base64 as a string;
/// so everything but the files lies in a few `.bytes` segments, and an 18 MB recording costs no memory. What a model
/// wrote goes back as it came.
struct GenerateContentBody {
    private var segments: [HTTPBody.Segment] = []
    private var text = ""

    /// - Parameter date: decides what the model's name stands for (`ThinkingPolicy`).
    /// - Throws: `EncodingError` for a number that JSON can't write, such as an infinite temperature, or `ModelError` for
    ///   turns or tools that can't be sent.
    static func body(of request: ModelRequest, for model: ModelID, at date: Date) throws -> HTTPBody {
        try request.checkTools()
        var body = GenerateContentBody()
        body.text += "{"
        if let instruction = request.systemInstruction {
            body.text += "\"systemInstruction\":{\"parts\":[{\"text\":\(JSONText.quoted(instruction))}]},"
        }
        // What stays the same from turn to turn stands first, for the API's implicit caching.
        if !request.tools.isEmpty {
            body.text += "\"tools\":[{\"functionDeclarations\":"
            try body.append(.array(request.tools.map(\.functionDeclaration)))
            body.text += "}],"
            if let config = request.toolChoice.functionCallingConfig {
                body.text += "\"toolConfig\":{\"functionCallingConfig\":"
                try body.append(config)
                body.text += "},"
            }
        }
        body.text += "\"contents\":["
        for (index, turn) in request.turns.enumerated() {
            if index > 0 { body.text += "," }
            try body.append(turn)
        }
        body.text += "],\"generationConfig\":"
        try body.append(request.generationConfig.json(for: model, at: date))
        body.text += "}"
        body.flush()
        return HTTPBody(segments: body.segments)
    }

    private mutating func append(_ turn: ModelTurn) throws {
        switch turn {
        case .user(let parts):
            text += "{\"role\":\"user\",\"parts\":["
            for (index, part) in parts.enumerated() {
                if index > 0 { text += "," }
                try append(part)
            }
            text += "]}"
        case .model(let content):
            guard content.dialect == .gemini else { throw ModelError(.invalidRequest(status: "OTHER_DIALECT")) }
            text += content.json
        case .modelText(let value):
            text += "{\"role\":\"model\",\"parts\":[{\"text\":\(JSONText.quoted(value))}]}"
        }
    }

    private mutating func append(_ part: ModelPart) throws {
        switch part {
        case .text(let value):
            text += "{\"text\":\(JSONText.quoted(value))}"
        case .inlineData(let mimeType, let data):
            text += "{\"inlineData\":{\"mimeType\":\(JSONText.quoted(mimeType)),\"data\":\""
            text += data.base64EncodedString()
            text += "\"}}"
        case .inlineFile(let mimeType, let path, let byteCount):
            text += "{\"inlineData\":{\"mimeType\":\(JSONText.quoted(mimeType)),\"data\":\""
            flush()
            segments.append(.base64OfFile(path: path, byteCount: byteCount))
            text += "\"}}"
        case .fileData(let uri, let mimeType):
            text += "{\"fileData\":{\"mimeType\":\(JSONText.quoted(mimeType)),\"fileUri\":\(JSONText.quoted(uri))}}"
        case .toolResult(let result):
            try append(["functionResponse": result.functionResponse])
        }
    }

    /// Keys in order: the same question is the same bytes, which the API's implicit caching can recognise.
    private mutating func append(_ value: JSONValue) throws {
        text += String(decoding: try JSONEncoder.canonical.encode(value), as: UTF8.self)
    }

    private mutating func flush() {
        segments.append(.bytes(Data(text.utf8)))
        text = ""
    }
}
