extension Element {
  /// The document with this root: UTF-8, two spaces an indent, attributes in their order, always the same bytes.
  ///
  /// Characters that XML 1.0 cannot hold, control characters in the main, become U+FFFD.
  package var document: String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &text, indent: "")
    return text
  }

  private func write(to text: inout String, indent: String) {
    text += "\(indent)<\(name)"
    for attribute in attributes { text += " \(attribute.name)=\"\(escaped(attribute.value, in: .attribute))\"" }
    switch content {
    case .text(let inside) where !inside.isEmpty:
      text += ">\(escaped(inside, in: .text))</\(name)>\n"
    case .elements(let elements) where !elements.isEmpty:
      text += ">\n"
      for element in elements { element.write(to: &text, indent: indent + "  ") }
      text += "\(indent)</\(name)>\n"
    default:
      text += "/>\n"
    }
  }
}

private enum Place {
  case text
  case attribute
}

/// `text` with everything that would end it or be changed by a reader written as a reference.
private func escaped(_ text: String, in place: Place) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result.append(contentsOf: "&amp;".unicodeScalars)
    case "<": result.append(contentsOf: "&lt;".unicodeScalars)
    case ">": result.append(contentsOf: "&gt;".unicodeScalars)
    case "\"" where place == .attribute: result.append(contentsOf: "&quot;".unicodeScalars)
    case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
    case "\n" where place == .attribute: result.append(contentsOf: "&#10;".unicodeScalars)
    case "\t" where place == .attribute: result.append(contentsOf: "&#9;".unicodeScalars)
    default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
    }
  }
  return String(result)
}

/// Production 2 of XML 1.0, `Char`.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
  default: false
  }
}
