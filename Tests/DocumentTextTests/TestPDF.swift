import Foundation

/// Writes a PDF of one page, in Courier.
enum TestPDF {
    static func document(lines: [String]) -> Data {
        let text = lines.map { "(\($0)) ' " }.joined(separator: "\n")
        let content = "BT /F1 6 Tf 8 TL 20 820 Td\n\(text)\nET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
                + "/Resources << /Font << /F1 3 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
        ]
        var file = "%PDF-1.4\n"
        var offsets = ["0000000000 65535 f"]
        for (index, object) in objects.enumerated() {
            let digits = "\(file.utf8.count)"
            offsets.append(String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n")
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(offsets.count)\n" + offsets.map { $0 + " \n" }.joined()
        return Data((file + "trailer\n<< /Size \(offsets.count) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8)
    }
}
