import Foundation
import Glibc

@testable import DocumentText

/// Reads documents as the reading process does, in this one.
enum Reading {
    static func pages(_ content: Data, _ limits: DocumentLimits = DocumentLimits()) throws -> [TextPage] {
        let path = NSTemporaryDirectory() + "bandup-document-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try content.write(to: URL(fileURLWithPath: path))
        return try pages(path: path, limits)
    }

    static func pages(golden name: String) throws -> [TextPage] {
        try pages(path: Bundle.module.bundleURL.appendingPathComponent("Golden/\(name)").path)
    }

    static func pages(path: String, _ limits: DocumentLimits = DocumentLimits()) throws -> [TextPage] {
        var pages: [TextPage] = []
        try DocumentFile.read(path, limits) { pages.append($0) }
        return pages
    }

    /// All pages as one.
    static func text(_ content: Data) throws -> String { try pages(content).map(\.text).joined(separator: "\n\n") }

    static func text(_ content: String) throws -> String { try text(Data(content.utf8)) }
}

extension Data {
    /// A text as iconv writes it in another encoding.
    init(_ text: String, in charset: String) throws {
        guard let conversion = iconv_open(charset, "UTF-8"), Int(bitPattern: conversion) != -1 else {
            throw POSIXError(.EINVAL)
        }
        defer { iconv_close(conversion) }
        var source = Array(text.utf8).map(CChar.init(bitPattern:))
        var output = [CChar](repeating: 0, count: source.count * 4 + 16)
        var (remaining, room) = (source.count, output.count)
        let code = source.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(conversion, &from, &remaining, &to, &room)
            }
        }
        guard code != Int.max, code != -1 else { throw POSIXError(.EILSEQ) }
        self.init(output[..<(output.count - room)].map(UInt8.init(bitPattern:)))
    }
}
