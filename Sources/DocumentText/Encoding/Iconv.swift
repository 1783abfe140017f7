import Glibc

/// The C library's conversions. It loads each from a file of its own: in a zip from `gconv` beside the executable.
enum Iconv {
    /// Nil where a byte belongs to no character; a character cut off by the end is left out.
    static func decoded(_ bytes: UnsafeRawBufferPointer, from charset: String) throws(DocumentError) -> String? {
        _ = modulesFound
        guard let conversion = iconv_open("UTF-8", charset), Int(bitPattern: conversion) != -1 else {
            throw .libraryMissing(.iconv)
        }
        defer { iconv_close(conversion) }
        var input = UnsafeMutablePointer(mutating: bytes.bindMemory(to: CChar.self).baseAddress)
        var remaining = bytes.count
        var result: [UInt8] = []
        var block = [CChar](repeating: 0, count: 65_536)
        while remaining > 0 {
            let (code, produced, reason) = block.withUnsafeMutableBufferPointer { buffer in
                var output = buffer.baseAddress
                var room = buffer.count
                let code = iconv(conversion, &input, &remaining, &output, &room)
                return (code, buffer.count - room, errno)
            }
            result.append(contentsOf: block[..<produced].lazy.map(UInt8.init(bitPattern:)))
            guard code == Int.max || code == -1 else { continue }
            if reason == EINVAL { break }
            guard reason == E2BIG else { return nil }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Must stand in the environment before the first conversion is opened.
    private static let modulesFound: Void = {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        guard length > 0 else { return }
        let executable = String(decoding: path[..<length].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let modules = executable.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/gconv"
        if access(modules + "/gconv-modules", R_OK) == 0 { setenv("GCONV_PATH", modules, 1) }
    }()
}
