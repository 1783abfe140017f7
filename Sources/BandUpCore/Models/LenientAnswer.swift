/// An answer that is not held to its schema as a whole: its decoding deals with departures element by element, so that
/// the rest of a paid answer is kept.
package protocol LenientAnswer: Decodable {}
