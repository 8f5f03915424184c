import Foundation

/// How a run goes about its work. Nothing here changes a byte of what it makes.
package struct RunOptions: Sendable {
  /// How many tasks run at once.
  package var jobs: Int
  /// How much memory the running tasks may declare together, bytes.
  package var memory: Int
  package var check: ArtifactCheck
  /// Starts nothing more after the first failure.
  package var failFast: Bool
  /// Name and version of the program, for the records.
  package var tool: String

  package init(
    jobs: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = Int(ProcessInfo.processInfo.physicalMemory / 5 * 4), check: ArtifactCheck = .size,
    failFast: Bool = false, tool: String = "solum"
  ) {
    self.jobs = jobs
    self.memory = memory
    self.check = check
    self.failFast = failFast
    self.tool = tool
  }
}
