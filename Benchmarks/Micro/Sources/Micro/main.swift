import BandUpCore
import FoundationEssentials
import Glibc

// Micro TEXT_FILE SINK_URL LARGE_FILE TOKEN. Takes lines "name: count" and answers each with microseconds for one, so
// that whoever asks can put a measurement of something else between any two.
let arguments = CommandLine.arguments
guard arguments.count == 5, let sink = HTTPEndpoint(arguments[2]) else { exit(2) }
let text = try String(contentsOf: URL(filePath: arguments[1]), encoding: .utf8)
let measurements =
    try SigningMeasurements.all(token: arguments[4]) + CodecMeasurements.all() + RetrievalMeasurements.all(text: text)
    + UploadMeasurements.all(sink: sink, path: arguments[3])

while let line = readLine() {
    let parts = line.split(separator: ":").map { $0.drop { $0 == " " } }
    guard parts.count == 2, let count = Int(parts[1]) else { exit(2) }
    if parts[0] == "item" {
        print(String(decoding: try DynamoDBEncoder().encode(StoredEvaluation.sample), as: UTF8.self))
    } else if let measurement = measurements.first(where: { $0.name == parts[0] }) {
        print(try await measurement.time(count))
    } else {
        exit(2)
    }
    fflush(nil)
}
