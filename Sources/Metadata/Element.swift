/// An element of an XML document: a name with its prefix, attributes in the order they are written, and either text or
/// elements inside.
///
/// The records of a release never mix text and elements, so neither does this value.
package struct Element: Hashable, Sendable {
  package struct Attribute: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package enum Content: Hashable, Sendable {
    case text(String)
    case elements([Element])
  }

  package var name: String
  package var attributes: [Attribute]
  package var content: Content

  package init(_ name: String, _ attributes: [Attribute] = [], text: String) {
    self.name = name
    self.attributes = attributes
    content = .text(text)
  }

  package init(_ name: String, _ attributes: [Attribute] = [], _ elements: [Element] = []) {
    self.name = name
    self.attributes = attributes
    content = .elements(elements)
  }
}

extension Element {
  /// The elements directly inside.
  package var elements: [Element] {
    if case .elements(let elements) = content { elements } else { [] }
  }

  /// The text inside, that of inner elements included.
  package var text: String {
    switch content {
    case .text(let text): text
    case .elements(let elements): elements.map(\.text).joined()
    }
  }

  package func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// Every element of this name below this one, in the order of the document.
  package func all(_ name: String) -> [Element] {
    elements.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
  }
}
