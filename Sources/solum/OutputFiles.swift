import Foundation

/// Writes a text as a whole or not at all.
func writeText(_ text: String, to path: String) throws {
  let url = URL(fileURLWithPath: path)
  try makeFolder(url.deletingLastPathComponent().relativePath)
  do {
    try Data(text.utf8).write(to: url, options: .atomic)
  } catch {
    throw refused(path, "it cannot be written", error)
  }
}

func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw refused(path, "the folder cannot be made", error)
  }
}

private func refused(_ path: String, _ what: String, _ error: any Error) -> Failure {
  let status: ExitStatus =
    switch (error as? CocoaError)?.code {
    case .fileWriteOutOfSpace?: .inputOutput
    case .fileWriteNoPermission?: .permission
    default: .cannotCreate
    }
  return Failure(status: status, description: "\(path): error: \(what)\n  \(error.localizedDescription)")
}
