import Base
package import FoundationEssentials

/// What each model costs, and since when.
package struct PriceTable: Sendable {
    /// What holds for a model's name from a moment on.
    package enum Tariff: Sendable, Hashable {
        case prices(TokenPrices)
        /// Google answers and bills the name as another model, or it is an alias of one.
        case billedAs(String)
    }

    package struct Entry: Sendable, Hashable {
        package let since: Date
        package let tariff: Tariff

        package init(since: Date = .distantPast, _ tariff: Tariff) {
            self.since = since
            self.tariff = tariff
        }
    }

    private var entries: [String: [Entry]]

    /// - Parameter entries: by model name without `-001`, `-preview` and the like, in any order.
    package init(_ entries: [String: [Entry]]) {
        self.entries = entries.mapValues { $0.sorted { $0.since < $1.since } }
    }

    /// The same table with other prices for `model`, such as a customer's own.
    package func replacing(_ model: String, with prices: TokenPrices) -> PriceTable {
        var table = self
        table.entries[model] = [Entry(.prices(prices))]
        return table
    }

    /// The prices of `model` at `date`; nil when the model, or its price at that time, is not in the table.
    package func prices(of model: String, at date: Date) -> TokenPrices? {
        var name = model.hasPrefix("models/") ? String(model.dropFirst(7)) : model
        // More hops than any chain in the table has, so that a circle ends.
        for _ in 0..<4 {
            guard let found = entries[name] ?? entries[ModelID.family(of: name)],
                let entry = found.last(where: { $0.since <= date })
            else { return nil }
            switch entry.tariff {
            case .prices(let prices): return prices
            case .billedAs(let other): name = other
            }
        }
        return nil
    }

    /// What a call cost, by the model that answered where the table knows it, else by the one that was asked.
    ///
    /// Nil, and never a guess, when neither is known: a record then has no `estimated_cost`.
    package func cost(of usage: TokenUsage, answeredBy version: String?, asked model: String, at date: Date) -> Cost? {
        let prices = version.flatMap { self.prices(of: $0, at: date) } ?? prices(of: model, at: date)
        return prices?.cost(of: usage)
    }
}
