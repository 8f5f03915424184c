import CXML2

extension Element {
  /// Reads a document. Comments and processing instructions are left out, and so is the white space between elements.
  ///
  /// - Parameter name: stands in messages.
  package init(document text: String, named name: String) throws(XMLProblem) {
    let document = try ParsedDocument(text, named: name)
    guard let root = xmlDocGetRootElement(document.raw) else {
      throw XMLProblem(document: name, line: 1, message: "has no root element")
    }
    self = Element(root)
  }

  private init(_ node: xmlNodePtr) {
    var elements: [Element] = []
    var text = ""
    var child = node.pointee.children
    while let current = child {
      switch current.pointee.type {
      case XML_ELEMENT_NODE: elements.append(Element(current))
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += string(current.pointee.content)
      default: break
      }
      child = current.pointee.next
    }
    self.init(Self.qualified(node.pointee.name, node.pointee.ns), Self.attributes(of: node), elements)
    if elements.isEmpty, !text.isEmpty { content = .text(text) }
  }

  /// Namespace declarations first, as libxml2 keeps them apart.
  private static func attributes(of node: xmlNodePtr) -> [Attribute] {
    var attributes: [Attribute] = []
    var namespace = node.pointee.nsDef
    while let current = namespace {
      let prefix = string(current.pointee.prefix)
      attributes.append(Attribute(prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)", string(current.pointee.href)))
      namespace = current.pointee.next
    }
    var property = node.pointee.properties
    while let current = property {
      var value = ""
      var part = current.pointee.children
      while let piece = part {
        value += string(piece.pointee.content)
        part = piece.pointee.next
      }
      attributes.append(Attribute(qualified(current.pointee.name, current.pointee.ns), value))
      property = current.pointee.next
    }
    return attributes
  }

  private static func qualified(_ name: UnsafePointer<xmlChar>?, _ namespace: UnsafeMutablePointer<xmlNs>?) -> String {
    let prefix = string(namespace?.pointee.prefix)
    return prefix.isEmpty ? string(name) : "\(prefix):\(string(name))"
  }
}

private func string(_ text: UnsafePointer<xmlChar>?) -> String {
  text.map { String(cString: $0) } ?? ""
}
