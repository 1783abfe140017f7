/// The lines at a page's edges that stand apart from its text, as headers and footers do: from the edge inwards.
public struct PageMarginLines: Sendable, Hashable {
    public var top: [Line]
    public var bottom: [Line]

    public struct Line: Sendable, Hashable {
        /// Its distance from the page's top, as a share of the page's height.
        public var place: Double
        /// Its words stand at two or more places with wide gaps between them, like a title and a number.
        public var isSpread: Bool

        public init(place: Double, isSpread: Bool) {
            self.place = place
            self.isSpread = isSpread
        }
    }

    public init(top: [Line] = [], bottom: [Line] = []) {
        self.top = top
        self.bottom = bottom
    }
}
