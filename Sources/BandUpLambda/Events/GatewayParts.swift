import BandUpCore
import Base
import FoundationEssentials

/// The body of an event of API Gateway.
enum GatewayBody {
    /// - Throws: `InvalidField` where it is not the base64 that it is said to be.
    static func decoded(_ body: String?, _ isBase64: Bool) throws(InvalidField) -> Data {
        guard let body else { return Data() }
        guard isBase64 else { return Data(body.utf8) }
        guard let data = Data(base64Encoded: body) else {
            throw InvalidField(field: nil, problem: "has a body that is not the base64 it is said to be")
        }
        return data
    }
}

extension [String: String?]? {
    /// Without the nulls.
    var present: [String: String] { self?.compactMapValues(\.self) ?? [:] }
}

extension HTTPHeaders {
    /// - Parameters:
    ///   - headers: the last value of each.
    ///   - all: all values of each, where the gateway sends them too.
    init(joining headers: [String: String?]?, _ all: [String: [String]?]? = nil) {
        self.init()
        let joined = all?.compactMapValues { $0?.joined(separator: ", ") } ?? [:]
        for (name, value) in headers.present.merging(joined, uniquingKeysWith: { $1 }) { append(name, value) }
    }
}
