package import Ledger

/// What a running task may touch: its inputs, its outputs, and a place to say something.
package struct TaskContext: Sendable {
  /// The folder of this run, removed when it ends.
  let folder: String
  let inputs: [TaskProvenance.Input]
  let logLine: @Sendable (String) -> Void
  /// Everything upstream, in an order that does not depend on the run; empty unless the task reads lineage.
  package let lineage: [TaskProvenance]
  var stop = StopSign()

  /// The folder in which the files of one input lie under their own names. They are the store's own and read-only.
  package func folder(of input: String) -> String { "\(folder)/inputs/\(input)" }

  /// The path of one file of an input.
  package func file(_ input: String, _ artifact: String) -> String { "\(folder(of: input))/\(artifact)" }

  /// The artifacts of one input, in the order of their names; empty when the task has no such input.
  package func artifacts(of input: String) -> [ArtifactReference] {
    inputs.first { $0.name == input }?.artifacts ?? []
  }

  /// Where the task writes the output `name` (which may contain `/`). Every file below `outputs` becomes an artifact.
  package func output(_ name: String) -> String { path(in: "outputs", name) }

  /// Where the task may write what it needs for itself alone; it goes when the task ends.
  package func temporary(_ name: String) -> String { path(in: "temporary", name) }

  /// Whether the run was told to stop. A task that waits for others, as a transfer does, may then end with
  /// `CancellationError` and counts as not started; one that computes need not look, and is finished.
  package var isCancelled: Bool { stop.isRaised }

  /// Adds a line to the task's log.
  package func log(_ line: String) { logLine(line) }

  /// A path whose folder exists. Should making it fail, opening the file says so with its path.
  private func path(in part: String, _ name: String) -> String {
    let path = "\(folder)/\(part)/\(name)"
    try? FileSystem.makeFolder(FileSystem.parent(of: path))
    return path
  }
}
