package import BandUpCore
import FoundationEssentials

extension DecimalAttribute {
    /// `7.0`, `6.5`.
    package init(_ band: Band) {
        self.init(Decimal(band.value), text: band.description)
    }
}
