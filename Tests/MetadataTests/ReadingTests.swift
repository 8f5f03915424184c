import Foundation
import Metadata
import Testing

@Suite struct ReadingTests {
  @Test(arguments: [
    ("<a>\n<b>\n</a>", 3),
    ("<a>\n\n&undefined;</a>", 3),
    ("<a/>\n<b/>", 2),
    ("", 1),
    ("<a b=1/>", 1),
    ("<a>\u{1}</a>", 1),
  ])
  func `A text that is not well-formed is refused with its line`(text: String, line: Int) {
    let problem = #expect(throws: XMLProblem.self) { try Element(document: text, named: "x.xml") }
    #expect(problem?.line == line)
    #expect(problem?.description.hasPrefix("x.xml:\(line):1: error: ") == true)
  }

  @Test func `An entity never reads a file`() throws {
    let folder = try TemporaryFolder()
    let secret = try folder.write("secret words", as: "secret.txt")
    let text = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file://\(secret)\">]><a>&e;</a>"
    let problem = #expect(throws: XMLProblem.self) { try Element(document: text, named: "x.xml") }
    #expect(problem?.message == "has a document type declaration, which is not accepted")
  }

  @Test func `Entities that multiply are refused`() {
    let levels = (1...9).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }.joined()
    let text = "<!DOCTYPE a [<!ENTITY e0 \"lol\">\(levels)]><a>&e9;</a>"
    #expect(throws: XMLProblem.self) { try Element(document: text, named: "x.xml") }
  }
}

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "metadata-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `text` under `name` and returns its path.
  func write(_ text: String, as name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }
}
