import Foundation

/// A real event's JSON, from Golden/Events.
enum EventGolden {
    static func data(_ name: String) throws -> Data {
        let directory = Bundle.module.resourceURL?.appendingPathComponent("Golden/Events")
        return try Data(contentsOf: directory!.appendingPathComponent("\(name).json"))
    }
}
