import Base
import Foundation

@testable import BandUpCore

/// Golden files of Golden/Gemini, written from the API's documented shapes.
enum GeminiGolden {
    static func data(_ name: String) throws -> Data {
        let file = name.contains(".") ? name : "\(name).json"
        return try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Golden/Gemini/\(file)"))
    }

    static func response(_ name: String) throws -> ModelAnswer {
        try ModelAnswer(gemini: try data(name))
    }
}
