package import Ledger

/// One node of the task graph: the smallest part of a stage that is cached and scheduled on its own.
///
/// A task reads nothing but its inputs and parameters: no clock, no environment, no global random source. What it may
/// not read, it cannot depend on, and its key can then be trusted.
package struct TaskDefinition: Sendable {
  /// An input: artifacts of another task.
  package struct Input: Hashable, Sendable {
    /// What this task calls it; the folder in which its files are laid out.
    package var name: String
    /// The task that makes it.
    package var task: String
    /// The artifacts wanted; `nil` for all of them. Only these enter the key.
    package var artifacts: [String]?

    package init(_ name: String, from task: String, _ artifacts: [String]? = nil) {
      self.name = name
      self.task = task
      self.artifacts = artifacts
    }
  }

  /// Unique in the graph, such as `calibration/zone-3/fold-2`. Not part of the key.
  package var id: String
  /// One of the nine stages.
  package var stage: String
  /// Raised by hand whenever a change of code changes the output.
  package var revision: Int
  /// Every value of the manifest, and every library version, that can change the bytes.
  ///
  /// Two tasks of one stage that do different things must differ here: the id is no part of the key, so tasks of equal
  /// stage, revision, parameters and inputs are one piece of work, done once.
  package var parameters: [Ingredient]
  package var inputs: [Input]
  /// Set for the tasks of the stage `sources`.
  package var source: SourceProvenance?
  /// True for a task that writes provenance: the keys of everything upstream become an ingredient.
  package var readsLineage: Bool
  /// Set when the task cannot run here, with the words a user needs: a source that must be asked for.
  package var blocked: String?
  /// An estimate of the memory the task needs, in bytes.
  package var memory: Int
  /// What it leaves in the store for other tasks, where that is much.
  package var kept: Footprint
  /// Does the work: reads the files of `context`, writes the outputs it registers there.
  package var run: @Sendable (TaskContext) throws -> Void

  package init(
    id: String, stage: String, revision: Int, parameters: [Ingredient] = [], inputs: [Input] = [],
    source: SourceProvenance? = nil, readsLineage: Bool = false, blocked: String? = nil, memory: Int = 256 << 20,
    kept: Footprint = .small, run: @escaping @Sendable (TaskContext) throws -> Void
  ) {
    self.id = id
    self.stage = stage
    self.revision = revision
    self.parameters = parameters
    self.inputs = inputs
    self.source = source
    self.readsLineage = readsLineage
    self.blocked = blocked
    self.memory = memory
    self.kept = kept
    self.run = run
  }
}
