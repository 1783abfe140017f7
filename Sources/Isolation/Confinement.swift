import CIsolation

/// What a kernel may refuse to confine children with. Every child is started with all that is granted, and none depends
/// on any: Lambda refuses most of it (docs/decisions/0011-confinement-of-children.md).
public struct Confinement: Sendable, Hashable {
    public enum Measure: String, Sendable, CaseIterable {
        /// A child can't gain rights by what it executes.
        case noNewPrivileges = "no_new_privs"
        /// No sockets, and no calls that reach into other processes.
        case systemCallFilter = "seccomp"
        /// No writing outside its folder, no TCP.
        case landlock
        /// A child ends with the thread that started it.
        case parentDeathSignal = "parent_death_signal"
        /// This process's memory, and with it the environment, is closed to others of the same user.
        case hiddenMemory = "hidden_memory"
    }

    /// In the order of `Measure`.
    public let missing: [Measure]

    /// Tries all of them, in a child of which nothing stays, and hides this process's memory. Takes a fraction of a
    /// millisecond.
    public static func probe() -> Confinement {
        let refused = isolation_refused()
        return Confinement(missing: Measure.allCases.filter { Int($0.flag.rawValue) & Int(refused) != 0 })
    }
}

extension Confinement.Measure {
    fileprivate var flag: isolation_measure {
        switch self {
        case .noNewPrivileges: ISOLATION_NO_NEW_PRIVS
        case .systemCallFilter: ISOLATION_SECCOMP
        case .landlock: ISOLATION_LANDLOCK
        case .parentDeathSignal: ISOLATION_PARENT_DEATH
        case .hiddenMemory: ISOLATION_HIDDEN_MEMORY
        }
    }
}
