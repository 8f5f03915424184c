/// A table as it stands in a CSV file: named columns and rows of text.
///
/// Reads and writes RFC 4180 with a header line, commas, and line feeds. A number is written in the shortest form that
/// reads back to the same value; an empty field is "no value".
package struct Table: Hashable, Sendable {
  package var columns: [String]
  package private(set) var rows: [[String]]

  package init(columns: [String], rows: [[String]] = []) {
    self.columns = columns
    self.rows = []
    for row in rows { append(row) }
  }

  /// - Precondition: `row` has one field for each column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "\(row.count) fields for \(columns.count) columns")
    rows.append(row)
  }
}

/// A CSV text that is not a table, or a column that is not what it should be.
package struct TableError: Error, Hashable, CustomStringConvertible {
  package var file: String
  /// Counted from 1; the header is line 1.
  package var line: Int
  package var problem: String
  package var remedy: String

  package init(file: String, line: Int, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  package var description: String { "\(file):\(line):1: error: \(problem)\n  \(remedy)" }
}

extension Table {
  /// Reads a CSV text; `file` names it in errors.
  package init(csv text: String, file: String) throws(TableError) {
    var records = try Self.records(of: Array(text.utf8), file: file)
    guard !records.isEmpty else {
      throw TableError(file: file, line: 1, problem: "the table is empty", remedy: "give it a header line")
    }
    let header = records.removeFirst().fields
    guard Set(header).count == header.count else {
      throw TableError(file: file, line: 1, problem: "two columns share a name", remedy: "name every column once")
    }
    for record in records where record.fields.count != header.count {
      throw TableError(
        file: file, line: record.line, problem: "\(record.fields.count) fields where the header has \(header.count)",
        remedy: "give every row one field for each column")
    }
    self.init(columns: header, rows: records.map(\.fields))
  }

  /// The table as CSV text.
  package var csv: String {
    var text = ""
    for row in [columns] + rows {
      text += row.map(Self.quoted).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return field }
    var text = "\""
    for character in field {
      if character == "\"" { text += "\"" }
      text.append(character)
    }
    return text + "\""
  }

  private static func records(of bytes: [UInt8], file: String) throws(TableError) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var line = 1
    var start = 1
    var position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0

    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func endRecord() {
      endField()
      if fields != [""] { records.append((start, fields)) }
      fields.removeAll(keepingCapacity: true)
    }

    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      if quoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
          field.append(byte)
          position += 1
        } else {
          quoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: quoted = true
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\r") where position < bytes.count && bytes[position] == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\n"):
        endRecord()
        start = line
      default: field.append(byte)
      }
    }
    guard !quoted else {
      throw TableError(
        file: file, line: start, problem: "a quoted field has no end", remedy: "close it with a quotation mark")
    }
    if !field.isEmpty || !fields.isEmpty { endRecord() }
    return records
  }
}

extension Table {
  /// The fields of one column, from the first row to the last.
  package func column(_ name: String, file: String) throws(TableError) -> [String] {
    guard let index = columns.firstIndex(of: name) else {
      throw TableError(
        file: file, line: 1, problem: "there is no column '\(name)'",
        remedy: "the columns are \(columns.joined(separator: ", "))")
    }
    return rows.map { $0[index] }
  }

  /// The numbers of one column; an empty field is NaN.
  package func numbers(_ name: String, file: String) throws(TableError) -> [Double] {
    let fields = try column(name, file: file)
    var numbers: [Double] = []
    numbers.reserveCapacity(fields.count)
    for (index, field) in fields.enumerated() {
      guard let number = field.isEmpty ? Double.nan : Double(field) else {
        throw TableError(
          file: file, line: index + 2, problem: "'\(field)' in column '\(name)' is not a number",
          remedy: "write a decimal number, or leave the field empty where there is no value")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A number as a field: the shortest text that reads back to the same value, empty for "no value".
  package static func field(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "" }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return number.description
  }
}
