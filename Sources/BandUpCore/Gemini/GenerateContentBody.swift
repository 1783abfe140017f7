import Base
import FoundationEssentials

/// Writes a request as JSON text around the files in it.
///
/// The text is written by hand instead of by an encoder because an encoder would need the files' base64 as a string;
/// so everything but the files lies in a few `.bytes` segments, and an 18 MB recording costs no memory.
struct GenerateContentBody {
    private var segments: [HTTPBody.Segment] = []
    private var text = ""

    /// - Parameter date: decides what the model's name stands for (`ThinkingPolicy`).
    static func body(of request: GenerateContentRequest, for model: GeminiModel, at date: Date) throws -> HTTPBody {
        var body = GenerateContentBody()
        body.text += "{"
        if let instruction = request.systemInstruction {
            body.text += "\"systemInstruction\":{\"parts\":[{\"text\":\(JSONText.quoted(instruction))}]},"
        }
        body.text += "\"contents\":[{\"role\":\"user\",\"parts\":["
        for (index, part) in request.parts.enumerated() {
            if index > 0 { body.text += "," }
            body.append(part)
        }
        body.text += "]}],\"generationConfig\":"
        // Sorted keys: the same question is the same bytes, which the API's implicit caching can recognise.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let config = try encoder.encode(request.generationConfig.json(for: model, at: date))
        body.text += String(decoding: config, as: UTF8.self)
        body.text += "}"
        body.flush()
        return HTTPBody(segments: body.segments)
    }

    private mutating func append(_ part: GenerateContentRequest.Part) {
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
        }
    }

    private mutating func flush() {
        segments.append(.bytes(Data(text.utf8)))
        text = ""
    }
}
