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
        #expect(UploadType.flashcardPDF.extensions(for: "application/octet-stream") == ["pdf"])
        #expect(UploadType.writingEssay.extensions(for: "application/octet-stream") == ["txt", "md", "pdf", "docx"])
    }
}
