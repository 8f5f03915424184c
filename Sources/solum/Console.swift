import ArgumentParser
import Engine
import Foundation

/// Results go to stdout, talk to stderr.
enum Console {
  /// A reader that goes away, as `head` does, has what it wanted.
  static func result(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: line(text))
    } catch {
      let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      if reason?.code == Int(EPIPE) { return }
      throw Failure(
        status: .inputOutput,
        description: "standard output: error: it cannot be written\n  \(error.localizedDescription)")
    }
  }

  /// Above the view of a run, where one is up.
  static func say(_ text: String) { Talk.standardError.say(text) }

  private static func line(_ text: String) -> Data { Data((text.hasSuffix("\n") ? text : text + "\n").utf8) }

  /// One JSON document with sorted keys.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try result(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
