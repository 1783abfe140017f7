import Testing

@testable import BandUpCore

@Suite struct ObjectPolicyTests {
    private func isAllowed(_ key: String, user: String = "ada", ownsObjectsOnly: Bool = true, bucket: String = "audio")
        -> Bool
    {
        guard let location = try? S3Location(bucket: bucket, key: key), let id = UserID(user) else { return false }
        let user = JobUser(id: id, ownsObjectsOnly: ownsObjectsOnly)
        return (try? ObjectPolicy(bucket: "audio").check(location, field: "audio_url", for: user)) != nil
    }

    @Test(
        "an object under one's own id is one's own",
        arguments: ["uploads/speaking_audio/ada/a.wav", "uploads/x/ada/b/a.wav", "recordings/ada/a.wav"])
    func own(key: String) {
        #expect(isAllowed(key))
    }

    @Test(
        "an object whose key only looks so is not",
        arguments: [
            "uploads/speaking_audio/bob/a.wav", "uploads/speaking_audio/bob/ada/a.wav", "uploads/ada/bob/a.wav",
            "uploads/speaking_audio/ada", "ada/a.wav", "ada", "uploads/speaking_audio/ada2/a.wav",
            "uploads/speaking_audio/Ada/a.wav", "uploads/speaking_audio//ada/a.wav",
            "/uploads/speaking_audio/ada/a.wav",
            "uploads/speaking_audio/ada/../bob/a.wav", "uploads/speaking_audio/ada/./a.wav",
            "uploads/speaking_audio/ada/%2e%2e/bob/a.wav", "uploads/speaking_audio/%61da/a.wav",
            "uploads/speaking_audio/\u{0430}da/a.wav", "uploads/speaking_audio/\u{FF41}da/a.wav",
            "uploads/speaking_audio/a\u{301}da/a.wav", "uploads\\speaking_audio\\ada\\a.wav",
        ])
    func foreign(key: String) {
        #expect(!isAllowed(key))
    }

    @Test("a user named like a folder owns nothing by it", arguments: ["uploads", "speaking_audio"])
    func folderName(user: String) {
        #expect(!isAllowed("uploads/speaking_audio/bob/a.wav", user: user))
    }

    @Test("messages of trusted back ends are held to the bucket alone")
    func trusted() {
        #expect(isAllowed("uploads/speaking_audio/bob/a.wav", ownsObjectsOnly: false))
        #expect(!isAllowed("uploads/speaking_audio/ada/a.wav", ownsObjectsOnly: false, bucket: "other"))
        #expect(!isAllowed("uploads/speaking_audio/ada/a.wav", bucket: "other"))
    }
}
