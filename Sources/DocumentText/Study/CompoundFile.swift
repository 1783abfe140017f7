/// Microsoft's container of before DOCX (MS-CFB). Its directory names what is in it, in UTF-16.
enum CompoundFile {
    static func reasonToRefuse(_ bytes: UnsafeRawBufferPointer) -> DocumentError {
        // Office puts this container around a DOCX that has a password (MS-OFFCRYPTO).
        if names("EncryptedPackage", bytes) || names("EncryptionInfo", bytes) { return .encrypted }
        return names("WordDocument", bytes) ? .foreign(.oldOffice) : .unknownFormat
    }

    private static func names(_ stream: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.firstIndex(of: stream.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }) != nil
    }
}
