package import BandUpCore
import Base
package import FoundationEssentials

/// A response for API Gateway. Its JSON fits both payload formats: repeated headers are joined by commas, and the one
/// header for which that is wrong, `Set-Cookie`, is never sent.
package struct APIGatewayResponse: Sendable, Equatable {
    package let status: Int
    package let headers: HTTPHeaders
    /// UTF-8 text.
    package let body: Data

    package init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// `{"statusCode":200,"headers":{…},"body":"…","isBase64Encoded":false}`
    package var json: Data {
        var names: [String] = []
        for field in headers.fields where !names.contains(where: field.name.equalsIgnoringASCIICase) {
            names.append(field.name)
        }
        let members = names.map { name in
            let values = headers.fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
            return "\(JSONText.quoted(name)):\(JSONText.quoted(values.joined(separator: ", ")))"
        }
        var text = "{\"statusCode\":\(status),\"headers\":{\(members.joined(separator: ","))},\"body\":"
        text += JSONText.quoted(String(decoding: body, as: UTF8.self))
        return Data((text + ",\"isBase64Encoded\":false}").utf8)
    }
}
