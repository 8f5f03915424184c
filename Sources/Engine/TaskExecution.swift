import Checksums
import Foundation
import Ledger
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One execution of one task whose inputs are known: lay them out, run, collect, publish.
struct TaskExecution: Sendable {
  var task: TaskDefinition
  var identity: TaskIdentity
  var lineage: [TaskProvenance]
  var store: Store
  var scratch: Scratch
  var label: RunLabel
  var memory: MemoryWatch
  let log = LogBook()
  let stop = StopSign()

  /// Runs the task on the calling thread, and returns its published record.
  func run() throws -> TaskRecord { try scratch.withFolder(inputs: identity.inputs.map(\.name), run(in:)) }

  private func run(in folder: String) throws -> TaskRecord {
    let laidOut = try layOutInputs(in: folder)
    try FileSystem.makeFolder("\(folder)/outputs")

    let started = Date()
    let clock = ContinuousClock()
    let begin = clock.now
    let context = TaskContext(
      folder: folder, inputs: identity.inputs, logLine: { log.add($0) }, lineage: lineage, stop: stop)
    let peakBytes: Int?
    do {
      peakBytes = try memory.peak { try task.run(context) }.bytes
    } catch {
      try refuseLost(laidOut)
      throw StoreError(error, below: folder) ?? error
    }
    let seconds = (clock.now - begin).inSeconds

    try refuseChanged(laidOut)
    let files = try collect("\(folder)/outputs")
    let outputs = files.map(\.artifact)
    let record = TaskRecord(
      provenance: task.provenance(identity, outputs: outputs),
      run: TaskRecord.Run(
        id: label.id, started: started.ISO8601Format(), seconds: seconds, peakBytes: peakBytes, host: label.host,
        tool: label.tool, log: log.lines))
    try store.publish(record, files.map { ($0.path, $0.artifact.digest) }, by: scratch)
    return record
  }

  private struct LaidOutFile {
    var input: String
    /// The task that made it.
    var task: String
    var artifact: ArtifactReference
    var path: String
    var stamp: FileSystem.Stamp
  }

  /// Lays out every input after its digest: what a task makes of damaged bytes would be kept under a key of sound ones.
  ///
  /// A damaged artifact is thrown away, so that the task upstream makes it anew.
  private func layOutInputs(in folder: String) throws -> [LaidOutFile] {
    var files: [LaidOutFile] = []
    for input in identity.inputs {
      try FileSystem.makeFolder("\(folder)/inputs/\(input.name)")
      for artifact in input.artifacts {
        let found = try FileSystem.stamp(of: store.path(of: artifact.digest))
        if let reason = try store.damage(of: artifact, check: .digest) {
          // Another run may have made it good meanwhile.
          let isSame = try FileSystem.stamp(of: store.path(of: artifact.digest)) == found
          if case .outputCorrupt = reason, isSame { try FileSystem.remove(store.path(of: artifact.digest)) }
          throw LostInput(task: input.task, reason: reason)
        }
        let path = "\(folder)/inputs/\(input.name)/\(artifact.name)"
        try FileSystem.makeFolder(FileSystem.parent(of: path))
        try FileSystem.layOut(store.path(of: artifact.digest), at: path)
        guard let stamp = try FileSystem.stamp(of: path) else {
          throw LostInput(task: input.task, reason: .outputMissing(artifact: artifact.name))
        }
        files.append(
          LaidOutFile(
            input: input.name, task: input.task, artifact: artifact, path: path, stamp: stamp))
      }
    }
    return files
  }

  /// A task whose input somebody removed from the store while it ran is not at fault. Only symbolic links can be lost.
  private func refuseLost(_ files: [LaidOutFile]) throws {
    for file in files where try FileSystem.stamp(of: file.path) == nil {
      guard try FileSystem.stamp(of: store.path(of: file.artifact.digest)) == nil else { continue }
      throw LostInput(task: file.task, reason: .outputMissing(artifact: file.artifact.name))
    }
  }

  /// Read-only files stop most writers, though not root: an input that was written to leaves the store at once.
  private func refuseChanged(_ files: [LaidOutFile]) throws {
    for file in files {
      guard let stamp = try FileSystem.stamp(of: file.path), stamp != file.stamp, stamp.inode == file.stamp.inode
      else { continue }
      try FileSystem.remove(store.path(of: file.artifact.digest))
      throw TaskMistake(task: task.id, kind: .changedInput(file.input, artifact: file.artifact.name))
    }
  }

  /// Seals what the task wrote: read-only, on the disk, digested.
  private func collect(_ folder: String) throws -> [(path: String, artifact: ArtifactReference)] {
    try FileSystem.files(below: folder).map { name in
      let path = "\(folder)/\(name)"
      guard try FileSystem.stamp(of: path, followingLinks: false) != nil else {
        throw TaskMistake(task: task.id, kind: .notAFile(name))
      }
      try FileSystem.seal(path)
      let (digest, bytes) = try digestAndSize(ofFile: path)
      return (path, ArtifactReference(name: name, digest: digest, bytes: bytes))
    }
  }
}

/// An input that was in the store when the task's key was made, and is no longer.
package struct LostInput: Error, Sendable, CustomStringConvertible {
  var task: String
  var reason: StaleReason

  package var description: String {
    "\(task): error: \(reason), though it was made again and again\n  see what removes files from the store"
  }
}

/// What a task must not do; a mistake of its stage.
package struct TaskMistake: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    case changedInput(String, artifact: String)
    case notAFile(String)
  }

  package var task: String
  package var kind: Kind

  package var description: String {
    switch kind {
    case .changedInput(let input, let artifact):
      "\(task): error: the task wrote to its input '\(input)/\(artifact)'\n  copy an input before changing it; the store's copy is thrown away and made anew by the next run"
    case .notAFile(let name):
      "\(task): error: its output '\(name)' is a link or another special file\n  write outputs as files of their own"
    }
  }
}

/// The lines that a running task says, from any of its threads.
final class LogBook: Sendable {
  private let store = Mutex<[String]>([])
  var lines: [String] { store.withLock { $0 } }
  func add(_ line: String) { store.withLock { $0.append(line) } }
}

/// Raised once, when the run is told to stop.
final class StopSign: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .relaxed) }
  func raise() { raised.store(true, ordering: .relaxed) }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// This machine's own name for itself, asked of no network.
func hostName() -> String {
  var name = [CChar](repeating: 0, count: 256)
  guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
  return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
