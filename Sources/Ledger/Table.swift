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
  /// Reads a CSV text; `file` names it in errors. Empty lines are passed over.
  package init(csv text: String, file: String) throws(TableError) {
    var rows: [[String]]
    do throws(CommaSeparatedValuesError) {
      rows = try CommaSeparatedValues.rows(of: text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text)
    } catch {
      throw TableError(
        file: file, line: error.line, problem: error.description, remedy: "write the table as RFC 4180 has it")
    }
    guard let header = rows.first, header != [""] else {
      throw TableError(file: file, line: 1, problem: "the table is empty", remedy: "give it a header line")
    }
    guard Set(header).count == header.count else {
      throw TableError(file: file, line: 1, problem: "two columns share a name", remedy: "name every column once")
    }
    rows.removeFirst()
    for (place, row) in rows.enumerated() where row.count != header.count && row != [""] {
      throw TableError(
        file: file, line: place + 2, problem: "\(row.count) fields where the header has \(header.count)",
        remedy: "give every row one field for each column")
    }
    self.init(columns: header, rows: rows.filter { $0.count == header.count })
  }

  /// The table as CSV text.
  package var csv: String { CommaSeparatedValues.text([columns] + rows) }
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
    return number.text
  }
}
