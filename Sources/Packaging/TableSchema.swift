import Ledger

/// The columns of a table and what their fields hold, as a Frictionless table schema.
struct TableSchema: Encodable, Hashable {
  struct Field: Encodable, Hashable {
    var name: String
    var type: FieldType
  }

  enum FieldType: String, Encodable {
    case integer
    case number
    case string
  }

  var fields: [Field]
  /// An empty field is "no value".
  var missingValues = [""]

  init(_ table: Table) {
    fields = table.columns.enumerated().map { index, name in
      Field(name: name, type: FieldType(of: table.rows.lazy.map { $0[index] }))
    }
  }
}

extension TableSchema.FieldType {
  /// The narrowest type that holds every field that is not empty; `string` where all are.
  init(of fields: some Sequence<String>) {
    var type: Self?
    for field in fields where !field.isEmpty {
      if isInteger(field) {
        type = type ?? .integer
      } else if isDecimal(field) {
        type = .number
      } else {
        type = .string
        break
      }
    }
    self = type ?? .string
  }
}

/// Digits with an optional minus, and no zero in front that would make it a code.
private func isInteger(_ field: String) -> Bool {
  let digits = field.hasPrefix("-") ? field.dropFirst() : field[...]
  return !digits.isEmpty && digits.utf8.allSatisfy(isDigit) && (digits.utf8.count == 1 || digits.first != "0")
}

/// A decimal number, with an exponent or without; not `inf` or `nan`, which no CSV reader agrees on.
private func isDecimal(_ field: String) -> Bool {
  let isSpelledWell = field.utf8.allSatisfy { isDigit($0) || "+-.eE".utf8.contains($0) }
  let isCode = field.hasPrefix("0") && field.dropFirst().first.map { $0.isNumber } == true
  return isSpelledWell && !isCode && Double(field)?.isFinite == true
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
