import BandUpCore
import Base
import Foundation
import Testing

@testable import Examining

@Suite struct BandTests {
    private func bands(_ values: [Double]) throws -> [Band] {
        try values.map { try #require(Band($0)) }
    }

    @Test(
        "the overall band is the mean, a quarter up to the half, three quarters up to the whole",
        arguments: [
            ([6.5, 6.5, 5.0, 7.0], "6.5"), ([4.0, 3.5, 4.0, 4.0], "4.0"), ([6.5, 6.5, 5.5, 6.0], "6.0"),
            ([6.0, 6.0, 6.0, 6.5], "6.0"), ([6.0, 6.0, 6.5, 6.5], "6.5"), ([6.0, 6.5, 6.5, 6.5], "6.5"),
            ([7.0, 7.0, 7.0, 6.0], "7.0"), ([0, 0, 0, 0], "0.0"), ([9, 9, 9, 9], "9.0"), ([9, 9, 9, 8.5], "9.0"),
            ([5.5], "5.5"), ([5, 5.5], "5.5"), ([5, 5, 6], "5.5"),
        ])
    func overall(values: [Double], expected: String) throws {
        #expect(Band.overall(of: try bands(values))?.description == expected)
    }

    @Test("integer arithmetic agrees with floor(2 * mean + 0.5) / 2 for every four bands")
    func exhaustive() throws {
        let all = try (0...18).map { try #require(Band(halves: $0)) }
        var wrong: [[Band]] = []
        for a in all {
            for b in all where b >= a {
                for c in all where c >= b {
                    for d in all where d >= c {
                        let mean = (a.value + b.value + c.value + d.value) / 4
                        let overall = Band.overall(of: a, b, c, d)
                        let isRight = overall.value == (mean * 2 + 0.5).rounded(.down) / 2
                        if !isRight || overall != Band.overall(of: [d, c, b, a]) { wrong.append([a, b, c, d]) }
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("no bands have no mean")
    func none() {
        #expect(Band.overall(of: []) == nil)
    }

    @Test("a band is written with one decimal and read back", arguments: 0...18)
    func text(halves: Int) throws {
        let band = try #require(Band(halves: halves))
        #expect(band.description == String(format: "%.1f", Double(halves) / 2))
        #expect(Band(band.description) == band)
        #expect(Band(band.value) == band)
        let json = try JSONEncoder().encode([band])
        #expect(try JSONDecoder().decode([Double].self, from: json) == [band.value])
        #expect(try JSONDecoder().decode([Band].self, from: json) == [band])
        #expect(try JSONDecoder().decode([Band].self, from: Data("[\"\(band)\"]".utf8)) == [band])
    }

    @Test("a whole number is a band without decimals")
    func whole() {
        #expect(Band("7")?.halves == 14)
        #expect(Band(7)?.halves == 14)
        #expect(Band(10) == nil)
    }

    @Test(
        "what is not a band is refused",
        arguments: ["", "9.5", "10", "-1", "6.3", "6.25", "7.00", "7.", ".5", "7,5", " 7", "７", "seven", "1e0"])
    func notABand(text: String) {
        #expect(Band(text) == nil)
    }

    @Test("a number that is not a band is refused", arguments: [-0.5, 9.5, 6.3, 6.25, .nan, .infinity])
    func notABand(number: Double) {
        #expect(Band(number) == nil)
    }

    @Test("decoding a value that is not a band fails", arguments: ["6.3", "\"6.3\"", "null", "true", "[7]", "1e300"])
    func decoding(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Band].self, from: Data("[\(json)]".utf8)) }
    }
}
