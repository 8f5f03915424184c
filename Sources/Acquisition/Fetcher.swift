import Checksums
import Glibc

/// Brings files of sources to this machine: from mirrors first, then from their locations, verified while they arrive.
///
/// - A file is taken from a folder mirror when its SHA-256 is the pinned one, whatever its name.
/// - A transfer that was cut goes on where it stopped if the server still has the same file (entity tag), and begins
///   again if not.
/// - Bytes with another digest than the pinned one never reach the destination: they are kept in the partial folder as
///   `<name>.rejected-<first digits of their digest>`, and the next place is tried.
/// - The destination appears whole, or not at all. Nothing is written into a mirror.
package struct Fetcher: Sendable {
  package var mirrors: [Mirror]
  /// Where files lie while they arrive; best on the file system of the destinations.
  package var partialFolder: String
  package var policy: TransferPolicy

  package init(mirrors: [Mirror] = [], partialFolder: String, policy: TransferPolicy = TransferPolicy()) {
    self.mirrors = mirrors
    self.partialFolder = partialFolder
    self.policy = policy
  }

  /// Brings `file` to `destination`, replacing what is there.
  ///
  /// - Parameter progress: called about once a second with what has arrived; answers false to stop. What has arrived
  ///   is then kept for the next time.
  /// - Throws: the gravest of what went wrong at the places tried: wrong bytes, then a failure that may pass, then a
  ///   refusal, then absence. Trouble with the local disk and an interruption end the search at once.
  package func fetch(
    _ file: WantedFile, to destination: String, progress: @escaping (FetchProgress) -> Bool = { _ in true }
  ) throws(AcquisitionError) -> FetchedFile {
    let part = try local(file) { () throws(FileError) in try PartialFile(partPath(of: file)) }
    if let done = try completed(part, file, destination) { return done }

    var failures: [AcquisitionError] = []
    for place in places(of: file) {
      do throws(AcquisitionError) {
        let found =
          switch place {
          case .folder(let folder): try copy(file, from: folder, into: part, to: destination)
          case .prefix(let location):
            try receive(file, from: location, into: part, to: destination, progress: progress)
          }
        if let found { return found }
      } catch {
        if error.endsTheSearch { throw error }
        failures.append(error)
      }
    }
    let gravity: [AcquisitionError.Kind] = [.invalid, .temporary, .permission]
    for kind in gravity { if let failure = failures.first(where: { $0.kind == kind }) { throw failure } }
    throw failures.last ?? AcquisitionError(.nowhere(mirrors: mirrors.map(\.name)), for: file.path)
  }

  /// Everywhere a file may be, in the order of trying: a location stands as a `prefix` that is already complete.
  private func places(of file: WantedFile) -> [Mirror] {
    let mirrors = mirrors.map { mirror in
      if case .prefix(let prefix) = mirror {
        return Mirror.prefix((prefix.hasSuffix("/") ? prefix : prefix + "/") + percentEncoded(file.path))
      }
      return mirror
    }
    return mirrors + file.urls.map { .prefix($0) }
  }

  private func partPath(of file: WantedFile) -> String {
    "\(partialFolder)/\(file.digest?.hexadecimal ?? safeName(of: file)).part"
  }

  /// The path as one file name.
  private func safeName(of file: WantedFile) -> String {
    String(file.path.map { $0 == "/" ? "_" : $0 })
  }

  /// What an earlier run received whole and could not move any more.
  private func completed(
    _ part: PartialFile, _ file: WantedFile, _ destination: String
  ) throws(AcquisitionError) -> FetchedFile? {
    let bytes = part.bytes
    guard let digest = file.digest, bytes > 0, file.bytes == nil || file.bytes == bytes else { return nil }
    let isWhole = try local(file) { () throws(FileError) in try Digest.ofFile(part.path).digest == digest }
    guard isWhole else { return nil }
    try local(file) { () throws(FileError) in try part.move(to: destination) }
    return FetchedFile(digest: digest, bytes: bytes, origin: .partialFolder, resumedFrom: bytes)
  }

  /// Does something on the local disk, whose errors then name the file that is wanted.
  private func local<Result>(
    _ file: WantedFile, _ work: () throws(FileError) -> Result
  ) throws(AcquisitionError) -> Result {
    do throws(FileError) { return try work() } catch { throw AcquisitionError(.file(error), for: file.path) }
  }
}

// MARK: - Folder mirrors

extension Fetcher {
  /// Copies the file from a folder mirror; `nil` when nothing there could be it.
  private func copy(
    _ file: WantedFile, from folder: String, into part: PartialFile, to destination: String
  ) throws(AcquisitionError) -> FetchedFile? {
    let files = try local(file) { () throws(FileError) in try candidates(for: file, in: folder) }
    var unreadable: AcquisitionError?
    for candidate in files {
      do throws(FileError) {
        if let wanted = file.digest, try Digest.ofFile(candidate.path).digest != wanted { continue }
      } catch {
        unreadable = AcquisitionError(
          .notAllowed(location: candidate.path, reason: "\(error)"), for: file.path)
        continue
      }
      let digest = try local(file) { () throws(FileError) in
        try part.restart()
        try OpenFile(candidate.path, O_RDONLY).readAll { bytes throws(FileError) in try part.append(bytes) }
        return try part.finish()
      }
      // Another digest now: the file changed between two readings.
      let bytes = part.bytes
      if file.digest == nil || file.digest == digest {
        try local(file) { () throws(FileError) in try part.move(to: destination) }
        return FetchedFile(digest: digest, bytes: bytes, origin: .mirror(path: candidate.path), resumedFrom: 0)
      }
      try local(file) { () throws(FileError) in try part.restart() }
    }
    if let unreadable { throw unreadable }
    // A file of its name with other bytes is told, should no other place have it; it stays where it is.
    guard let wanted = file.digest,
      let other = try local(file, { () throws(FileError) in try namesake(of: file, in: folder) }),
      let found = try? Digest.ofFile(other.path).digest
    else { return nil }
    throw AcquisitionError(
      .wrongDigest(expected: wanted, found: found, bytes: other.bytes, location: other.path, kept: other.path),
      for: file.path)
  }
}

// MARK: - Locations

extension Fetcher {
  /// Receives the file from a location, in as many attempts as the policy allows.
  private func receive(
    _ file: WantedFile, from location: String, into part: PartialFile, to destination: String,
    progress: @escaping (FetchProgress) -> Bool
  ) throws(AcquisitionError) -> FetchedFile {
    func fail(_ problem: AcquisitionError.Problem) -> AcquisitionError { AcquisitionError(problem, for: file.path) }
    guard isWeb(location) || location.lowercased().hasPrefix("file:///") else {
      throw fail(.unusableLocation(location))
    }
    let transfer = Transfer(location: location, expected: file.bytes, policy: policy)
    var attempt = 1
    var pause = policy.pause
    var restarted = false
    while true {
      let kept = part.tag(for: location) == nil ? 0 : part.bytes
      switch transfer.receive(part, progress: progress) {
      case .complete:
        return try accept(file, from: location, part, resumedFrom: kept, to: destination)
      case .restart where !restarted:
        restarted = true
        try local(file) { () throws(FileError) in try part.restart() }
      case .restart: throw fail(.notThere(location: location, reason: "it refuses to send the file from its start"))
      case .temporary(let reason):
        guard attempt < policy.attempts else {
          throw fail(.network(location: location, reason: reason, attempts: attempt))
        }
        attempt += 1
        guard wait(min(pause, 60), while: { progress(FetchProgress(received: part.bytes, total: file.bytes)) }) else {
          throw fail(.interrupted(received: part.bytes))
        }
        pause *= 2
      case .notThere(let reason): throw fail(.notThere(location: location, reason: reason))
      case .redirectRefused(let reason): throw fail(.redirectRefused(location: location, reason: reason))
      case .notAllowed(let reason): throw fail(.notAllowed(location: location, reason: reason))
      case .tooLong:
        try local(file) { () throws(FileError) in try part.restart() }
        throw fail(.tooLong(expected: file.bytes ?? 0, location: location))
      case .interrupted: throw fail(.interrupted(received: part.bytes))
      case .file(let error): throw fail(.file(error))
      }
    }
  }

  /// Moves what has arrived to its destination, or aside when it is not what is pinned.
  private func accept(
    _ file: WantedFile, from location: String, _ part: PartialFile, resumedFrom: Int, to destination: String
  ) throws(AcquisitionError) -> FetchedFile {
    let digest = try local(file) { () throws(FileError) in try part.finish() }
    let bytes = part.bytes
    guard let expected = file.digest, expected != digest else {
      try local(file) { () throws(FileError) in try part.move(to: destination) }
      return FetchedFile(digest: digest, bytes: bytes, origin: .url(location), resumedFrom: resumedFrom)
    }
    let kept = "\(partialFolder)/\(safeName(of: file)).rejected-\(digest.short)"
    try local(file) { () throws(FileError) in try part.setAside(as: kept) }
    throw AcquisitionError(
      .wrongDigest(expected: expected, found: digest, bytes: bytes, location: location, kept: kept), for: file.path)
  }
}

/// Waits for some seconds; false as soon as it is told to stop.
private func wait(_ seconds: Double, while mayGoOn: () -> Bool) -> Bool {
  for _ in 0..<Int(seconds * 10) {
    guard mayGoOn() else { return false }
    usleep(100_000)
  }
  return mayGoOn()
}

/// A path with every byte escaped that has a meaning in a location, slashes excepted.
func percentEncoded(_ path: String) -> String {
  let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
  let digits = Array("0123456789ABCDEF")
  return path.utf8.reduce(into: "") { text, byte in
    if plain.contains(byte) {
      text.append(Character(Unicode.Scalar(byte)))
    } else {
      text += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
