import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import S3Upload

@Suite("Upload file names") struct UploadFilenameTests {
    private func sanitized(_ name: String, _ contentType: String = UploadType.unspecifiedContentType) -> String? {
        UploadFilename(name, for: .speakingAudio, contentType: contentType)?.description
    }

    @Test(
        "a name becomes plain letters that still tell what it was",
        arguments: [
            ("answer.wav", "answer.wav"), ("Part 2 - take_3.wav", "Part_2_-_take_3.wav"), ("a.b.c.wav", "a.b.c.wav"),
            ("Bài nói của tôi.wav", "Bai_noi_cua_toi.wav"), ("Đường về nhà.WAV", "Duong_ve_nha.wav"),
            // The same with combining marks.
            ("Ba\u{300}i no\u{301}i cu\u{309}a to\u{302}i.wav", "Bai_noi_cua_toi.wav"),
            ("Thử nghiệm lần cuối.wav", "Thu_nghiem_lan_cuoi.wav"), ("Žluťoučký kůň.mp3", "Zlutoucky_kun.mp3"),
            ("Łódź, Ørsted & Ångström.ogg", "Lodz_Orsted_Angstrom.ogg"),
            ("garçon à l’école.flac", "garcon_a_l_ecole.flac"),
            ("ñandú.m4a", "nandu.m4a"), ("   spaced   .wav", "spaced.wav"), ("日本語.wav", "file.wav"),
            ("日本 a 語.wav", "a.wav"), ("😀😀.wav", "file.wav"), ("a😀b.wav", "a_b.wav"),
            ("a?b#c&d=e+f%20g.wav", "a_b_c_d_e_f_20g.wav"), ("a'\"<>|:*b.wav", "a_b.wav"),
        ])
    func plain(name: String, result: String) {
        #expect(sanitized(name) == result)
    }

    @Test(
        "no part of a path and no trap is left",
        arguments: [
            ("/etc/passwd.wav", "passwd.wav"), ("../../a.wav", "a.wav"), ("C:\\Users\\me\\a.wav", "a.wav"),
            ("a/../b.wav", "b.wav"), ("a.wav/", "a.wav"), ("a\\b/c.wav", "c.wav"), (".wav", "file.wav"),
            ("..wav", "file.wav"), ("....wav", "file.wav"), (".hidden.wav", "hidden.wav"), ("-rf.wav", "rf.wav"),
            ("--.wav", "file.wav"), ("..\u{2215}..\u{2215}a.wav", "_.._a.wav"), ("／etc／a.wav", "etc_a.wav"),
            ("%2e%2e%2fa.wav", "2e_2e_2fa.wav"), ("a\u{0}b.wav", "a_b.wav"), ("a\r\nx: y.wav", "a_x_y.wav"),
            ("a\u{202E}b.wav", "a_b.wav"), ("a\u{200B}b.wav", "a_b.wav"),
        ])
    func path(name: String, result: String) {
        #expect(sanitized(name) == result)
    }

    @Test(
        "an extension must be there and fit",
        arguments: [
            "", "a", "a.", ".", "..", "/", "a.txt", "a.wav.exe", "a.wav ", "a.wav\u{0}", "a.ｗａｖ", "wav", "a.wav/b",
        ])
    func refused(name: String) {
        #expect(sanitized(name) == nil)
    }

    @Test("the extension must fit the content type, unless that says nothing")
    func contentType() {
        #expect(sanitized("a.mp3", "audio/mpeg") == "a.mp3")
        #expect(sanitized("a.wav", "audio/mpeg") == nil)
        #expect(sanitized("a.opus", "audio/ogg") == "a.opus")
        #expect(sanitized("a.wav", "audio/unknown") == nil)
    }

    @Test("a long name is cut so that with its extension it has 100 characters", arguments: [95, 96, 97, 1000])
    func long(count: Int) throws {
        let result = try #require(sanitized(String(repeating: "é", count: count) + ".wav"))
        #expect(result.utf8.count == min(count, 96) + 4)
        #expect(result.hasSuffix("e.wav"))
    }

    @Test("whatever the name, the result is safe as the last segment of a key", arguments: 0..<4)
    func anyName(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = ["/", "\\", ".", "..", "%", "-", "_", " ", "a", "Z", "ễ", "\u{301}", "\u{0}", "語", "😀", "\n", "~"]
        for _ in 0..<500 {
            let count = Int.random(in: 0...150, using: &random)
            let stem = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let name = sanitized(stem + ".wav") else {
                Issue.record("refused: \(stem)")
                continue
            }
            #expect(name.utf8.count <= UploadFilename.maximumLength && name.hasSuffix(".wav"))
            #expect(name.first != "." && name.first != "-")
            #expect(
                name.unicodeScalars.allSatisfy { $0.isASCII && ("-._".contains(Character($0)) || isAlphanumeric($0)) })
        }
    }

    private func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        Character(scalar).isLetter || Character(scalar).isNumber
    }
}
