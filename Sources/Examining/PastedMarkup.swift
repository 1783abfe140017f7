import BandUpCore
/// Takes an editor's HTML out of a text, as a browser would show it: tags and comments vanish, blocks end a line, character
/// references become characters.
///
/// Only names of HTML are tags: `x<y> z` and `<system>` are what somebody wrote.
enum PastedMarkup {
    static func removed(from text: String) -> String {
        var shown = text
        // Twice, as editors escape what was escaped already.
        for _ in 0..<2 where shown.utf8.contains(UInt8(ascii: "<")) || shown.utf8.contains(UInt8(ascii: "&")) {
            var reader = MarkupReader(shown)
            shown = reader.text()
        }
        return shown
    }

    static let inline: Set<String> = [
        "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "label", "mark", "o:p", "q",
        "s",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr",
    ]
    static let blocks: Set<String> = [
        "article", "aside", "blockquote", "body", "br", "caption", "center", "col", "colgroup", "dd", "div", "dl", "dt",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "link", "main",
        "meta",
        "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]
    /// What is inside is not shown either.
    static let unseen: Set<String> = ["head", "script", "style", "template", "title", "xml"]

    static let references: [String: Unicode.Scalar] = [
        "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "amp": "&", "lt": "<", "gt": ">", "quot": "\"",
        "apos": "'",
        "lsquo": "\u{2018}", "rsquo": "\u{2019}", "sbquo": "\u{201A}", "ldquo": "\u{201C}", "rdquo": "\u{201D}",
        "bdquo": "\u{201E}", "laquo": "\u{AB}", "raquo": "\u{BB}", "ndash": "\u{2013}", "mdash": "\u{2014}",
        "hellip": "\u{2026}", "bull": "\u{2022}", "middot": "\u{B7}", "shy": "\u{AD}", "zwnj": "\u{200C}",
        "zwj": "\u{200D}", "deg": "\u{B0}", "pound": "\u{A3}", "euro": "\u{20AC}", "cent": "\u{A2}", "yen": "\u{A5}",
        "copy": "\u{A9}", "reg": "\u{AE}", "trade": "\u{2122}", "times": "\u{D7}", "frac12": "\u{BD}",
        "eacute": "\u{E9}",
        "egrave": "\u{E8}", "agrave": "\u{E0}", "aacute": "\u{E1}", "acirc": "\u{E2}", "ccedil": "\u{E7}",
        "iuml": "\u{EF}", "ouml": "\u{F6}", "uuml": "\u{FC}", "auml": "\u{E4}", "ntilde": "\u{F1}", "oacute": "\u{F3}",
    ]
}
