import BandUpCore

/// A model's marks and words for one answer, in whatever shape a subject needs.
package protocol Assessment: Decodable, Sendable {
    /// The names of the criteria, in the order of `bands`.
    static var criteria: [String] { get }
    var bands: [Band] { get }
    /// How sure the model says it is; nil where it does not say.
    var ownConfidence: BandConfidence.Level? { get }

    /// The same words with other bands.
    func replacing(bands: [Band]) -> Self
}
