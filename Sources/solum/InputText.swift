import Foundation

/// The text of a file that a user named.
///
/// - Parameter remedy: what helps where there is no such file.
func inputText(_ path: String, remedy: String) throws -> String {
  let data: Data
  do {
    data = try Data(contentsOf: URL(fileURLWithPath: path))
  } catch {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile?, .fileReadNoSuchFile?: throw failure(.missingSource, path, "there is no such file", remedy)
    case .fileReadNoPermission?: throw failure(.permission, path, "it may not be read", "ask for the right to read it")
    default: throw failure(.inputOutput, path, "it cannot be read", error.localizedDescription)
    }
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw failure(.invalidData, path, "it is not UTF-8 text", "save it as UTF-8")
  }
  return text
}

/// As `inputText`; `nil` where there is no such file.
func inputText(ifPresent path: String) throws -> String? {
  FileManager.default.fileExists(atPath: path) ? try inputText(path, remedy: "") : nil
}

private func failure(_ status: ExitStatus, _ path: String, _ what: String, _ how: String) -> Failure {
  Failure(status: status, description: "\(path): error: \(what)\n  \(how)")
}
