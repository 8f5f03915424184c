package import Checksums
import Foundation
package import Ledger

/// What a task is made of at this moment: its bound inputs, its ingredients, and their digest, the key.
struct TaskIdentity: Sendable {
  var key: Digest
  /// Sorted.
  var ingredients: [Ingredient]
  var inputs: [TaskProvenance.Input]
}

/// An artifact that a task wants and the task upstream does not make.
struct UnmetInput: Error, Hashable, Sendable, CustomStringConvertible {
  var reader: String
  var input: String
  var artifact: String
  var task: String

  var description: String {
    "\(reader): error: its input '\(input)' wants '\(artifact)' of '\(task)', which does not make it\n  name an output that '\(task)' makes"
  }
}

extension TaskDefinition {
  /// Binds the inputs to what the tasks upstream made.
  ///
  /// - Parameters:
  ///   - finished: the tasks that this one reads, by id.
  ///   - lineage: everything upstream; looked at only when the task reads lineage.
  func identity(
    finished: (String) -> TaskProvenance?, lineage: () -> [TaskProvenance]
  ) throws(UnmetInput) -> TaskIdentity {
    var ingredients = parameters
    var bound: [TaskProvenance.Input] = []
    for input in inputs {
      let made = finished(input.task)?.outputs ?? []
      var artifacts = made
      if let wanted = input.artifacts {
        artifacts = made.filter { wanted.contains($0.name) }
        if let missing = wanted.first(where: { name in !made.contains { $0.name == name } }) {
          throw UnmetInput(reader: id, input: input.name, artifact: missing, task: input.task)
        }
      }
      ingredients += input.ingredients(artifacts)
      bound.append(TaskProvenance.Input(name: input.name, task: input.task, artifacts: artifacts))
    }
    if readsLineage {
      let digest = lineageDigest(lineage())
      ingredients.append(Ingredient(kind: .lineage, name: "upstream", value: digest.hexadecimal))
    }
    ingredients.sort()
    bound.sort { $0.name < $1.name }
    let key = taskKey(stage: stage, revision: revision, ingredients: ingredients)
    return TaskIdentity(key: key, ingredients: ingredients, inputs: bound)
  }

  /// What is known of this task once `outputs` are made.
  func provenance(_ identity: TaskIdentity, outputs: [ArtifactReference]) -> TaskProvenance {
    TaskProvenance(
      id: id, stage: stage, revision: revision, key: identity.key, ingredients: identity.ingredients,
      inputs: identity.inputs, outputs: outputs, source: source)
  }
}

extension TaskDefinition.Input {
  /// Artifacts of the task that makes this input as ingredients of the one that reads it.
  func ingredients(_ artifacts: [ArtifactReference]) -> [Ingredient] {
    artifacts.map { Ingredient(kind: .input, name: "\(name)/\($0.name)", value: $0.digest.hexadecimal) }
  }

  /// Whether an ingredient is an artifact of this input.
  func holds(_ ingredient: Ingredient) -> Bool { ingredient.kind == .input && ingredient.name.hasPrefix("\(name)/") }
}

/// The SHA-256 of everything that can change a task's bytes.
///
/// The digested text has one line each for form, stage and revision, then one an ingredient, sorted by its bytes; fields
/// are parted by tabs, and `\`, tab and newline within one are written `\\`, `\t`, `\n`. No id, path, time or host.
package func taskKey(stage: String, revision: Int, ingredients: [Ingredient]) -> Digest {
  let lines = ingredients.map { line($0.kind.rawValue, $0.name, $0.value) }
    .sorted { $0.lexicographicallyPrecedes($1) }
  return Digest(
    of: ([line("solum task", "1"), line("stage", stage), line("revision", "\(revision)")] + lines).flatMap(\.self))
}

/// The digest of everything that a task which writes provenance is given to read.
private func lineageDigest(_ lineage: [TaskProvenance]) -> Digest {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  var text: [UInt8] = []
  for task in lineage.sorted(by: { $0.id < $1.id }) {
    text += line("task", task.id, task.key.hexadecimal)
    for input in task.inputs { text += line("input", input.name, input.task) }
    for output in task.outputs { text += line("output", output.name, output.digest.hexadecimal) }
    // A value made of texts always has a JSON form.
    if let source = task.source, let json = try? encoder.encode(source) { text += json + [UInt8(ascii: "\n")] }
  }
  return Digest(of: text)
}

/// Fields as bytes, parted by tabs and closed by a newline.
private func line(_ fields: String...) -> [UInt8] {
  var bytes: [UInt8] = []
  for field in fields {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "\t")) }
    for byte in field.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
      case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
      case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
      default: bytes.append(byte)
      }
    }
  }
  return bytes + [UInt8(ascii: "\n")]
}
