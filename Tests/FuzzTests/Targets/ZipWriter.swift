@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// A ZIP archive with one file that is not compressed, so that mutations of its content come through.
enum ZipWriter {
    static func archive(named name: String, _ content: [UInt8]) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let checksum = Int(CRC32.checksum(content))
        // Version, flags, method, time, date, checksum, both sizes, length of the name, of extra fields.
        let common =
            little(10, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(checksum, 4) + little(content.count, 4)
            + little(content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
        let local = little(0x0403_4B50, 4) + common + Array(name.utf8) + content
        let central =
            little(0x0201_4B50, 4) + little(10, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
            + little(0, 4) + Array(name.utf8)
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(1, 2) + little(1, 2) + little(central.count, 4)
            + little(local.count, 4) + little(0, 2)
        return local + central + end
    }
}
