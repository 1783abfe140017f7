import CMark
import Glibc

/// Markdown as cmark reads it.
enum MarkdownDocument {
    /// What is read of it, a block a paragraph, or a line where no blank line parts it from the one before.
    static func text(of source: String) throws(DocumentError) -> String {
        let library = try CommonMark.loaded()
        let root = source.withCString { library.cmark_parse_document($0, source.utf8.count, 0) }
        guard let root else { throw .systemFailure(errno: ENOMEM) }
        defer { library.cmark_node_free(root) }
        guard let iterator = library.cmark_iter_new(root) else { throw .systemFailure(errno: ENOMEM) }
        defer { library.cmark_iter_free(iterator) }
        func lines(of node: OpaquePointer) -> ClosedRange<Int> {
            let start = Int(library.cmark_node_get_start_line(node))
            return start...max(start, Int(library.cmark_node_get_end_line(node)))
        }
        var text = MarkdownText()
        // Numbers of the items to come, of the lists that are open; nil for a list without.
        var numbers: [Int?] = []
        var delimiters: [Character] = []
        while true {
            let event = Int(library.cmark_iter_next(iterator))
            guard event != mark_done, let node = library.cmark_iter_get_node(iterator) else { break }
            let isEnd = event == mark_exit
            let literal = { library.cmark_node_get_literal(node).map { String(cString: $0) } ?? "" }
            switch Int(library.cmark_node_get_type(node)) {
            case mark_paragraph:
                isEnd ? text.endBlock() : text.beginBlock(lines(of: node))
            case mark_heading:
                isEnd ? text.endBlock() : text.beginBlock(lines(of: node), isHeading: true)
            case mark_code_block:
                text.beginBlock(lines(of: node))
                text.append(code: literal())
                text.endBlock()
            case mark_html_block:
                text.beginBlock(lines(of: node))
                text.append(html: literal())
                text.endBlock()
            case mark_list:
                if isEnd {
                    _ = numbers.popLast()
                    _ = delimiters.popLast()
                } else {
                    let isOrdered = library.cmark_node_get_list_type(node) == UInt32(mark_ordered_list)
                    delimiters.append(
                        library.cmark_node_get_list_delim(node) == UInt32(mark_paren_delim) ? ")" : ".")
                    numbers.append(isOrdered ? Int(library.cmark_node_get_list_start(node)) : nil)
                }
            case mark_item where !isEnd:
                if let number = numbers.last ?? nil {
                    text.number = "\(number)\(delimiters.last ?? ".")"
                    numbers[numbers.count - 1] = number + 1
                }
            case mark_text: text.append(literal())
            case mark_soft_break, mark_line_break: text.append("\n")
            case mark_code: text.append(code: literal())
            case mark_html_inline: text.append(html: literal())
            default: break
            }
        }
        return text.finished
    }
}
