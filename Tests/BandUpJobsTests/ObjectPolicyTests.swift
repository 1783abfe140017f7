import BandUpCore
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Which objects a job may name") struct ObjectPolicyTests {
    private let policy = ObjectPolicy(bucket: "bandup-audio")

    private func isAllowed(
        _ key: String, user: String = "u-1", bucket: String = "bandup-audio", ownsObjectsOnly: Bool = true
    ) throws -> Bool {
        let user = JobUser(id: try userID(user), ownsObjectsOnly: ownsObjectsOnly)
        let location = try S3Location(bucket: bucket, key: key)
        do throws(JobError) {
            try policy.check(location, field: "audio_url", for: user)
            return true
        } catch {
            guard case .permanent(let failure) = error else {
                Issue.record("not permanent")
                return false
            }
            #expect(failure.code == .forbidden)
            #expect(failure.field == "audio_url")
            return false
        }
    }

    @Test(
        "a learner may name what lies under their id",
        arguments: [
            "uploads/x/u-1/a.wav", "x/u-1/a", "u-1/u-1/a", "a/b/c/u-1/d/e", "uploads/x/u-1/a b?c#d&e.wav",
            "uploads/x/u-1/Bài nói.wav", "uploads/x/u-1/...", "uploads/x/u-1/.a", "uploads/x/u-1/a..b",
        ])
    func own(key: String) throws {
        #expect(try isAllowed(key))
    }

    @Test(
        "a learner may not name what lies elsewhere, whatever it looks like",
        arguments: [
            // Another's, or nobody's.
            "uploads/x/u-2/a.wav", "a.wav", "uploads/a.wav",
            // The id as the first or the last segment is not the owner's place.
            "u-1/a.wav", "u-1", "uploads/x/u-1", "uploads/x/u-2/u-1",
            // The id as a part of a segment.
            "uploads/x/u-11/a.wav", "uploads/xu-1/a.wav", "uploads/x/u-1x/a.wav", "uploads/x/u-1 /a.wav",
            "uploads/x/ u-1/a.wav",
            "uploads/x/u-2_u-1/a.wav", "uploads/x/(u-1)/a.wav", "uploads\\u-1\\a.wav",
            // Steps elsewhere.
            "uploads/x/u-1/../u-2/a.wav", "uploads/x/u-1/./a.wav", "../x/u-1/a.wav", "uploads/x/u-1/..",
            "uploads/x/u-1/.",
            "./x/u-1/a", "uploads/../u-1/a.wav",
            // Escapes that somebody may decode.
            "uploads/x/u-1/%2e%2e/u-2/a.wav", "uploads/x/u-1/%2E%2E%2Fu-2/a.wav", "uploads/x/u-2%2Fu-1/a.wav",
            "uploads/x/u%2D1/a.wav", "uploads/x/u-1/a%00.wav", "uploads/x/u-1/100%.wav", "uploads/x/u-1/%252e%252e/a",
            // Empty segments.
            "uploads//u-1/a.wav", "/uploads/x/u-1/a.wav", "uploads/x/u-1//a.wav", "uploads/x/u-1/", "//u-1//", "/u-1/a",
            // Look-alikes and what can't be seen.
            "uploads/x/u‐1/a.wav", "uploads/x/u‑1/a.wav", "uploads/x/u–1/a.wav", "uploads/x/ｕ-1/a.wav",
            "uploads/x/u-１/a.wav",
            "uploads/x/U-1/a.wav", "uploads/x/u-1\u{200B}/a.wav", "uploads/x/\u{FEFF}u-1/a.wav",
            "uploads/x/u\u{AD}-1/a.wav",
            "uploads/x/u-1\u{301}/a.wav", "uploads／u-1／a.wav", "uploads\u{2215}u-1\u{2215}a.wav", "uploads/x/υ-1/a.wav",
        ])
    func foreign(key: String) throws {
        #expect(try !isAllowed(key))
    }

    @Test("ids with the punctuation of identity providers are whole segments too")
    func providers() throws {
        for id in ["auth0|5f7c", "a+b@example.com", "eu-central-1:0f3c-9a"] {
            #expect(try isAllowed("uploads/x/\(id)/a.wav", user: id))
            #expect(try !isAllowed("uploads/x/\(id)x/a.wav", user: id))
        }
        #expect(try !isAllowed("uploads/x/cafe/a.wav", user: "caf"))
    }

    @Test("a back end may name every object of the bucket, and none of another")
    func backEnd() throws {
        #expect(try isAllowed("any.wav", ownsObjectsOnly: false))
        #expect(try isAllowed("uploads/x/u-2/100%.wav", ownsObjectsOnly: false))
        #expect(try !isAllowed("any.wav", bucket: "bandup-audio-2", ownsObjectsOnly: false))
        #expect(try !isAllowed("uploads/x/u-1/a.wav", bucket: "bandup-documents"))
    }

    @Test("a user named like a folder owns nothing by it", arguments: ["uploads", "speaking_audio"])
    func folderName(user: String) throws {
        #expect(try !isAllowed("uploads/speaking_audio/bob/a.wav", user: user))
    }

    @Test("under uploads the third segment alone names the owner")
    func ownersPlace() throws {
        #expect(try !isAllowed("uploads/speaking_audio/u-2/u-1/a.wav"))
        #expect(try !isAllowed("uploads/u-1/u-2/a.wav"))
    }
}
