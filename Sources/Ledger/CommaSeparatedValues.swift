/// Tables as text, as RFC 4180 has them: a field with a comma, a quote or a line break stands in quotes, a quote within
/// is doubled. Lines end in LF when written, in LF or CRLF when read.
package enum CommaSeparatedValues {
  /// One line, with its end.
  package static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  package static func text(_ rows: [[String]]) -> String {
    rows.map(line).joined()
  }

  private static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return field }
    var scalars = String.UnicodeScalarView()
    scalars.append("\"")
    for scalar in field.unicodeScalars {
      if scalar == "\"" { scalars.append("\"") }
      scalars.append(scalar)
    }
    scalars.append("\"")
    return String(scalars)
  }

  /// The rows of a table, each with its fields; an empty line is a row of one empty field.
  package static func rows(of text: String) throws(CommaSeparatedValuesError) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var line = 1
    var quoteLine: Int?
    var afterQuote = false
    let bytes = Array(text.utf8)
    var next = 0
    func end() {
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      afterQuote = false
    }
    while next < bytes.count {
      let byte = bytes[next]
      next += 1
      if quoteLine != nil {
        if byte != UInt8(ascii: "\"") {
          if byte == UInt8(ascii: "\n") { line += 1 }
          field.append(byte)
        } else if next < bytes.count, bytes[next] == byte {
          field.append(byte)
          next += 1
        } else {
          quoteLine = nil
          afterQuote = true
        }
        continue
      }
      switch byte {
      case UInt8(ascii: ","): end()
      case UInt8(ascii: "\r") where next < bytes.count && bytes[next] == UInt8(ascii: "\n"): continue
      case UInt8(ascii: "\n"):
        end()
        rows.append(row)
        row = []
        line += 1
      case UInt8(ascii: "\"") where field.isEmpty && !afterQuote: quoteLine = line
      case _ where afterQuote || byte == UInt8(ascii: "\""):
        throw CommaSeparatedValuesError(line: line, problem: .strayQuote)
      default: field.append(byte)
      }
    }
    if let quoteLine { throw CommaSeparatedValuesError(line: quoteLine, problem: .openQuote) }
    if !field.isEmpty || !row.isEmpty || afterQuote {
      end()
      rows.append(row)
    }
    return rows
  }
}

/// Why a text is no table.
package struct CommaSeparatedValuesError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case strayQuote
    case openQuote
  }

  /// Counted from 1.
  package var line: Int
  package var problem: Problem

  package var description: String {
    switch problem {
    case .strayQuote: "line \(line): a quote inside a field that does not begin with one"
    case .openQuote: "line \(line): a quote that is never closed"
    }
  }
}
