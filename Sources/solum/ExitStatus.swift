import ArgumentParser

/// What the process tells its caller: one code a kind of failure, after sysexits where one fits.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  /// Done, and a check does not hold.
  case checkFailed = 1
  case usage = 64
  /// A manifest, lock, claims or data file is invalid.
  case invalidData = 65
  /// A source, or a file that was named, is missing and nothing can fetch it.
  case missingSource = 66
  /// A needed program, library or service is not there.
  case unavailable = 69
  /// A bug of ours.
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  /// A temporary failure worth retrying.
  case temporary = 75
  case permission = 77
  case interrupted = 130

  var meaning: String {
    switch self {
    case .done: "done, and every check holds"
    case .checkFailed: "done, and a check does not hold"
    case .usage: "usage"
    case .invalidData: "a manifest, lock, claims or data file is invalid"
    case .missingSource: "a source, or a file that was named, is missing and nothing can fetch it"
    case .unavailable: "a needed program, library or service is unavailable"
    case .internalError: "a bug of solum"
    case .cannotCreate: "an output cannot be created"
    case .inputOutput: "input/output error"
    case .temporary: "a temporary failure, worth retrying"
    case .permission: "permission denied"
    case .interrupted: "interrupted"
    }
  }

  static var help: String {
    (["Exit codes:"] + allCases.map { "  \($0.rawValue)  \($0.meaning)" }).joined(separator: "\n")
  }
}

/// A failure that has been put into words; the process ends with its status.
struct Failure: Error, CustomStringConvertible {
  var status: ExitStatus
  var description: String
}
