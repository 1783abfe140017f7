/// Text that is another file's source, and not there to be learnt from.
package enum ForeignText: Int, Sendable, CustomStringConvertible {
    case rtf = 1, html, encodedData, formWithoutFile, oldOffice

    /// What it is, and what would be taken.
    package var description: String {
        switch self {
        case .rtf: "it is RTF; save it as DOCX, PDF or plain text"
        case .html: "it is HTML; save it as DOCX, PDF or plain text"
        case .encodedData: "it is data as base64 or a data URL; upload the file itself"
        case .formWithoutFile: "it is a form without a file; upload the file itself"
        case .oldOffice: "it is of a kind of before DOCX; save it as DOCX or PDF"
        }
    }
}
