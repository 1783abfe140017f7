@testable import BandUpCore
extension JSONTree {
    /// One change at a random place.
    mutating func mutate(_ random: inout some RandomNumberGenerator, donor: JSONTree) {
        switch self {
        case .object(var members) where !members.isEmpty && random.below(5) > 0:
            members[random.below(members.count)].value.mutate(&random, donor: donor)
            self = .object(members)
        case .array(var values) where !values.isEmpty && random.below(5) > 0:
            values[random.below(values.count)].mutate(&random, donor: donor)
            self = .array(values)
        case .embedded(var tree) where random.below(8) > 0:
            tree.mutate(&random, donor: donor)
            self = .embedded(tree)
        default: change(&random, donor)
        }
    }

    private mutating func change(_ random: inout some RandomNumberGenerator, _ donor: JSONTree) {
        switch random.below(10) {
        case 0: self = .raw(random.element(HostileTexts.values))
        case 1: self = .string(random.element(HostileTexts.strings))
        case 2: self = donor.part(&random)
        case 3: self = random.below(2) == 0 ? .array([self]) : .object([("a", self)])
        case 4 where random.below(12) == 0: self = nested(random.below(600))
        case 4: self = .embedded(self)
        default: changeInside(&random, donor)
        }
    }

    private mutating func changeInside(_ random: inout some RandomNumberGenerator, _ donor: JSONTree) {
        switch self {
        case .string(let text): self = .string(Self.mutation(of: text, &random))
        case .raw(let text): self = .raw(random.below(3) == 0 ? Self.mutation(of: text, &random) : Self.number(&random))
        case .embedded(let tree): self = tree
        case .array(var values):
            change(&values, &random, donor.part(&random))
            self = .array(values)
        case .object(var members):
            if !members.isEmpty, random.below(4) == 0 {
                let index = random.below(members.count)
                members[index].name =
                    random.below(2) == 0
                    ? random.element(HostileTexts.strings) : Self.mutation(of: members[index].name, &random)
            } else {
                change(&members, &random, (donor.name(&random), donor.part(&random)))
            }
            self = .object(members)
        }
    }

    private func change<Element>(
        _ elements: inout [Element], _ random: inout some RandomNumberGenerator, _ new: Element
    ) {
        guard !elements.isEmpty else {
            elements = [new]
            return
        }
        let index = random.below(elements.count)
        switch random.below(5) {
        case 0: elements.remove(at: index)
        case 1: elements.append(elements[index])
        case 2: elements.swapAt(index, random.below(elements.count))
        case 3 where elements.count < 100:
            elements += repeatElement(elements[index], count: random.below(60))
        default: elements.insert(new, at: index)
        }
    }

    private func nested(_ depth: Int) -> JSONTree {
        let isArray = depth % 2 == 0
        let open = String(repeating: isArray ? "[" : "{\"a\":", count: depth)
        return .raw(open + "1" + String(repeating: isArray ? "]" : "}", count: depth))
    }

    /// A value from somewhere inside.
    private func part(_ random: inout some RandomNumberGenerator) -> JSONTree {
        switch self {
        case .object(let members) where !members.isEmpty && random.below(3) > 0:
            members[random.below(members.count)].value.part(&random)
        case .array(let values) where !values.isEmpty && random.below(3) > 0:
            values[random.below(values.count)].part(&random)
        case .embedded(let tree) where random.below(2) > 0: tree.part(&random)
        default: self
        }
    }

    private func name(_ random: inout some RandomNumberGenerator) -> String {
        guard case .object(let members) = self, !members.isEmpty else { return random.element(HostileTexts.strings) }
        return members[random.below(members.count)].name
    }

    /// A character put in, taken out or doubled, or the whole text many times.
    private static func mutation(of text: String, _ random: inout some RandomNumberGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        let position = random.below(scalars.count + 1)
        switch random.below(6) {
        case 0 where !scalars.isEmpty: scalars.remove(at: min(position, scalars.count - 1))
        case 1: scalars.removeSubrange(position...)
        case 2: scalars.append(contentsOf: scalars.prefix(200))
        case 3 where scalars.count < 100: scalars = Array(repeatElement(scalars, count: 40).joined())
        default: scalars.insert(contentsOf: random.element(HostileTexts.strings).unicodeScalars, at: position)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func number(_ random: inout some RandomNumberGenerator) -> String {
        switch random.below(4) {
        case 0: "\(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(64)))"
        case 1: "\(Double(random.below(40)) / 2)"
        case 2: "\(Double(bitPattern: random.next()))"
        default: random.element(HostileTexts.values)
        }
    }
}
