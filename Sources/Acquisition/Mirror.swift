import Checksums
import Glibc

/// A place that is looked into before any network.
package enum Mirror: Hashable, Sendable {
  /// A folder whose files are known by their digests, whatever their names.
  case folder(String)
  /// A location below which files lie at their paths.
  case prefix(String)

  /// Reads what `--mirror` says: an http or https location, or an existing folder.
  package init(_ text: String) throws(AcquisitionError) {
    if isWeb(text) {
      self = .prefix(text)
      return
    }
    var info = stat()
    guard stat(text, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
      throw AcquisitionError(.noMirror(text), for: text)
    }
    self = .folder(text)
  }

  /// As the user spelled it.
  package var name: String {
    switch self {
    case .folder(let path): path
    case .prefix(let location): location
    }
  }
}

/// True for http and https locations.
func isWeb(_ location: String) -> Bool {
  let lower = location.lowercased()
  return lower.hasPrefix("http://") || lower.hasPrefix("https://")
}

/// A file below a folder.
struct MirrorFile: Hashable {
  var path: String
  var bytes: Int
}

/// The files below `folder` that may be `wanted`, best guesses first: those of its name, then the others, by path.
///
/// With a pinned digest every file of the pinned size may be it; without one only the file at its path. Links to folders
/// are not followed, and nothing is written.
func candidates(for wanted: WantedFile, in folder: String) throws(FileError) -> [MirrorFile] {
  guard wanted.digest != nil else {
    return regularFile("\(folder)/\(wanted.path)").map { [$0] } ?? []
  }
  let name = wanted.path.split(separator: "/").last.map(String.init) ?? wanted.path
  let files = try regularFiles(below: folder).filter { wanted.bytes == nil || $0.bytes == wanted.bytes }
  return files.filter { $0.path.hasSuffix("/\(name)") } + files.filter { !$0.path.hasSuffix("/\(name)") }
}

/// The file below `folder` that lies at the wanted path, or else the first with its name, whatever its bytes.
func namesake(of wanted: WantedFile, in folder: String) throws(FileError) -> MirrorFile? {
  let name = wanted.path.split(separator: "/").last.map(String.init) ?? wanted.path
  if let file = regularFile("\(folder)/\(wanted.path)") { return file }
  return try regularFiles(below: folder).first { $0.path.hasSuffix("/\(name)") }
}

/// Every regular file below a folder, sorted by path. A folder below it that may not be read is passed over.
private func regularFiles(below folder: String) throws(FileError) -> [MirrorFile] {
  guard let stream = opendir(folder) else { throw FileError(path: folder, operation: "list", code: errno) }
  defer { closedir(stream) }
  var found: [MirrorFile] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
        String(cString: $0)
      }
    }
    guard name != ".", name != ".." else { continue }
    let path = "\(folder)/\(name)"
    var info = stat()
    guard lstat(path, &info) == 0 else { continue }
    if info.st_mode & S_IFMT == S_IFDIR {
      do throws(FileError) {
        found += try regularFiles(below: path)
      } catch {
        guard isPermission(error.code) else { throw error }
      }
    } else if let file = regularFile(path) {
      found.append(file)
    }
  }
  return found.sorted { $0.path < $1.path }
}

/// The file at `path`, links followed; `nil` for anything but a regular file.
private func regularFile(_ path: String) -> MirrorFile? {
  var info = stat()
  guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
  return MirrorFile(path: path, bytes: Int(info.st_size))
}
