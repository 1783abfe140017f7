package import BandUpCore

extension ResponseSchema {
    /// A band for a model to give. The step of 0.5 can't be said in the schema's keywords: decoding as `Band` checks it.
    package static let band = ResponseSchema.number(0...9).described("IELTS band from 0 to 9 in steps of 0.5")
}
