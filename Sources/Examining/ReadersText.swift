import BandUpCore
import Base

/// A text as its reader sees it, for what is counted in it: without an editor's markup, in plain letters, with a space
/// where there is a blank. The model is shown the text itself.
package enum ReadersText {
    package static func of(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
            return text
        }
        return HiddenBlanks.shown(CompatibleLetters.plain(PastedMarkup.removed(from: text)))
    }
}
