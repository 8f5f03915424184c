package import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long what nobody on this machine holds may lie untouched, in seconds.
let week: TimeInterval = 7 * 24 * 3600

/// Who has something for itself, by its name: `<machine>~<process id>~<random>`.
///
/// A shared file system has no locks to rely on. What a process wants for itself gets a name of its own by `rename`, in
/// which one of several succeeds; what a process that is gone has left behind anyone may take, or clear.
package struct Holder: Hashable, Sendable {
  let machine: String
  let process: pid_t
  private let random: String

  /// This process, under a name that nobody has had before.
  package init() {
    machine = Self.thisMachine
    process = getpid()
    random = String(UInt64.random(in: .min ... .max), radix: 36)
  }

  /// By its name; `nil` where it is none.
  package init?(_ name: some StringProtocol) {
    let parts = name.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 3, let process = pid_t(parts[1]) else { return nil }
    machine = String(parts[0])
    self.process = process
    random = String(parts[2])
  }

  package var name: String { "\(machine)~\(process)~\(random)" }

  /// Whether the process no longer runs; of one on another machine, whether a week has passed since it last changed
  /// what it holds.
  package func isGone(lastChange: Date, now: Date = Date()) -> Bool {
    guard machine == Self.thisMachine else { return now.timeIntervalSince(lastChange) > week }
    // One that we may not signal runs too.
    return kill(process, 0) != 0 && errno != EPERM
  }

  /// This host, and the set of process ids that it numbers: two containers of one host name count from one each.
  static let thisMachine: String = {
    let host = fileName(for: ProcessInfo.processInfo.hostName)
    let numbering = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    return host + "." + (numbering ?? "").filter(\.isNumber)
  }()
}

extension Holder {
  /// The paths of `folder` that begin with `prefix`, go on with the name of a holder, and whose holder is gone.
  package static func abandoned(in folder: String, prefix: String, now: Date = Date()) -> [String] {
    ((try? FileSystem.entries(of: folder)) ?? []).compactMap { name in
      let path = "\(folder)/\(name)"
      guard name.hasPrefix(prefix), let holder = Holder(name.dropFirst(prefix.count)),
        let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date,
        holder.isGone(lastChange: changed, now: now)
      else { return nil }
      return path
    }
  }
}
