import Testing
@testable import PDFText
