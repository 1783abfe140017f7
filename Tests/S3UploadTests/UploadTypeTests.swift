import BandUpCore
import Testing

@testable import S3Upload

@Suite("Upload types") struct UploadTypeTests {
    @Test("every content type of an upload type comes with an extension", arguments: UploadType.allCases)
    func extensions(type: UploadType) {
        for contentType in type.contentTypes {
            #expect(type.accepts(contentType: contentType))
            #expect(!type.extensions(for: contentType).isEmpty)
            #expect(type.extensions(for: contentType).isSubset(of: type.extensions(for: "application/octet-stream")))
        }
        #expect(type.extensions(for: "text/html").isEmpty)
        #expect(!type.accepts(contentType: "text/html"))
    }

    @Test("recordings may have 100 MB, documents 50")
    func sizes() {
        #expect(UploadType.allCases.map(\.maximumByteCount) == [100 << 20, 50 << 20, 50 << 20])
    }

    @Test("what one type takes another does not")
    func apart() {
        #expect(!UploadType.flashcardPDF.accepts(contentType: "audio/wav"))
        #expect(!UploadType.speakingAudio.accepts(contentType: "application/pdf"))
    }

    @Test(
        "cards and essays come from text, Markdown, PDF and DOCX", arguments: [UploadType.flashcardPDF, .writingEssay])
    func documents(type: UploadType) {
        #expect(type.extensions(for: "application/octet-stream") == ["txt", "md", "pdf", "docx"])
        #expect(type.extensions(for: "text/plain") == ["txt"])
        #expect(type.extensions(for: "text/markdown") == ["md"])
        #expect(
            type.extensions(for: "application/vnd.openxmlformats-officedocument.wordprocessingml.document") == ["docx"])
    }
}
