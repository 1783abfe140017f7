import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlRequestBodyTests {
    private func read(_ body: HTTPBody, by size: Int) throws -> Data {
        var reader = CurlRequestBody(body)
        return try read(&reader, by: size)
    }

    private func read(_ reader: inout CurlRequestBody, by size: Int) throws -> Data {
        var result = Data()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return result }
            result.append(contentsOf: buffer[..<count])
        }
    }

    @Test(
        "base64 of a file is right for every length and every buffer size", arguments: [1, 2, 3, 4, 5, 7, 8, 64, 1000])
    func base64(size: Int) throws {
        let folder = try TemporaryFolder()
        for length in [0, 1, 2, 3, 4, 5, 6, 7, 47, 48, 49, 767, 768, 769] {
            let content = noise(length)
            let body = HTTPBody(segments: [
                .bytes(Data("[".utf8)), .base64OfFile(path: try folder.file("\(length)", content), byteCount: length),
                .bytes(Data("]".utf8)),
            ])
            let result = try read(body, by: size)
            #expect(result == Data("[".utf8) + content.base64EncodedData() + Data("]".utf8))
            #expect(result.count == body.contentLength)
        }
        #expect(folder.openDescriptorCount == 0)
    }

    @Test("every byte value is encoded as the standard says")
    func alphabet() throws {
        let folder = try TemporaryFolder()
        let content = Data((0..<65536).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        let body = HTTPBody(segments: [
            .base64OfFile(path: try folder.file("all", content), byteCount: content.count)
        ])
        #expect(try read(body, by: 65536) == content.base64EncodedData())
    }

    @Test("a body is read from its first byte again after a rewind, wherever it stood")
    func rewind() throws {
        let folder = try TemporaryFolder()
        let content = noise(1000)
        let path = try folder.file("file", content)
        let body = HTTPBody(segments: [
            .bytes(Data("a".utf8)), .base64OfFile(path: path, byteCount: 1000), .file(path: path, byteCount: 1000),
        ])
        let whole = try read(body, by: 64)
        for count in [1, 2, 3, 500, 1340, 2000, whole.count] {
            var reader = CurlRequestBody(body)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
            defer { buffer.deallocate() }
            _ = try reader.read(into: buffer)
            reader.rewind()
            #expect(try read(&reader, by: 100) == whole)
        }
    }

    @Test("a slice of a larger Data is sent as that slice")
    func slice() throws {
        let data = Data("0123456789".utf8)[3..<7]
        #expect(try read(HTTPBody(segments: [.bytes(data)]), by: 3) == Data("3456".utf8))
    }

    @Test("of a file that has grown, only the announced bytes are sent")
    func grown() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("file", Data("0123456789".utf8))
        #expect(try read(HTTPBody(segments: [.file(path: path, byteCount: 4)]), by: 3) == Data("0123".utf8))
    }
}
