import Checksums
import Engine
import Ledger

extension TaskExplanation {
  /// The status, the first causes with the ways by which they reach the task, the key, and what it is made of.
  var text: String {
    var lines = ["\(entry.id)  \(entry.status)"]
    if !chains.isEmpty { lines.append("first causes") }
    for chain in chains {
      lines.append("  \(chain.cause)")
      if chain.tasks.count > 1 { lines.append("    \(chain.tasks.joined(separator: " -> "))") }
    }
    lines.append("key \(entry.key?.hexadecimal ?? "not known before its inputs are")")
    var revision = ["revision", "", "\(entry.revision)"]
    if case .stale(.revisionChanged(let old, _, _)) = entry.status { revision.append("was \(old)") }
    return (lines + [aligned([["stage", "", entry.stage], revision] + parts.map(\.row))]).joined(separator: "\n")
  }
}

extension TaskExplanation.Part {
  /// Kind, name, value, and what else there is to say; a value of several lines as it stands in the text of a key.
  fileprivate var row: [String] {
    func oneLine(_ value: String) -> String {
      value.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }
    let now = value.map(oneLine) ?? (isPending ? "still to be made" : "gone")
    let notes = [old.map { "was \(oneLine($0))" }, task.map { "from \($0)" }].compactMap(\.self)
    return [kind.rawValue, name, now, notes.joined(separator: ", ")]
  }
}
