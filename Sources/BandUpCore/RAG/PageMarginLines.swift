/// The lines at a page's edges that stand apart from its text, as headers and footers do: from the edge inwards.
package struct PageMarginLines: Sendable, Hashable {
    package var top: [Line]
    package var bottom: [Line]

    package struct Line: Sendable, Hashable {
        /// Its distance from the page's top, as a share of the page's height.
        package var place: Double
        /// Its words stand at two or more places with wide gaps between them, like a title and a number.
        package var isSpread: Bool

        package init(place: Double, isSpread: Bool) {
            self.place = place
            self.isSpread = isSpread
        }
    }

    package init(top: [Line] = [], bottom: [Line] = []) {
        self.top = top
        self.bottom = bottom
    }
}
