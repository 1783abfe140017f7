import BandUpCore
import FoundationEssentials

/// Writes plain PDF files: one page for each text, in Helvetica.
enum TestPDF {
    static func document(pages: [String]) -> Data {
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count \(pages.count) /Kids [\(pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " "))] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for (index, page) in pages.enumerated() {
            let lines = lines(of: page).map { "(\($0)) ' " }.joined(separator: "\n")
            let content = "BT /F1 8 Tf 9 TL 20 820 Td\n\(lines)\nET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(5 + 2 * index) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>")
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = "\(offset)"
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Data(file.utf8)
    }

    /// Prose of about `count` characters that is the same for the same number.
    static func prose(_ number: Int, characters count: Int) -> String {
        let words = ["plants", "light", "sugar", "leaves", "water", "air", "energy", "green", "cells", "roots"]
        var text = ""
        var index = number
        while text.utf8.count < count {
            index = (index * 31 + 7) % 9973
            text += "The \(words[index % 10]) of page \(number) need \(words[(index / 10) % 10]) number \(index). "
        }
        return text
    }

    private static func lines(of text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].utf8.count + word.utf8.count > 110 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
    }
}
