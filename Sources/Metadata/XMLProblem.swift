/// One thing wrong in an XML document, with the line that libxml2 found it on.
package struct XMLProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the document.
  package var document: String
  /// Counted from 1; 0 where libxml2 knows none.
  package var line: Int
  package var message: String

  package init(document: String, line: Int, message: String) {
    self.document = document
    self.line = line
    self.message = message
  }

  package var description: String {
    line > 0 ? "\(document):\(line):1: error: \(message)" : "\(document): error: \(message)"
  }
}

/// A schema that cannot be used, or a document that cannot be read: nothing was validated.
package struct ValidationError: Error, Hashable, Sendable, CustomStringConvertible {
  package var place: String
  package var what: String
  package var how: String

  package var description: String { "\(place): error: \(what)\n  \(how)" }
}
