import CXML2

/// The one owner of a parsed libxml2 document.
///
/// Nothing outside the text is ever read: no network, no DTD, no entity of the document's own. A document type
/// declaration is refused, since no record of ours has one and every known attack needs one.
struct ParsedDocument: ~Copyable {
  let raw: xmlDocPtr

  /// - Parameter name: stands in messages.
  init(_ text: String, named name: String) throws(XMLProblem) {
    _ = initialised
    guard let context = xmlNewParserCtxt() else { preconditionFailure("libxml2 has no memory for a parser") }
    defer { xmlFreeParserCtxt(context) }
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    var text = text
    guard text.utf8.count < Int32.max else {
      throw XMLProblem(document: name, line: 0, message: "larger than 2 GiB")
    }
    let document = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        xmlCtxtReadMemory(context, bytes.baseAddress, Int32(bytes.count), name, "UTF-8", options)
      }
    }
    guard let document else {
      let problem = xmlCtxtGetLastError(context).map { XMLProblem($0.pointee, in: name) }
      throw problem ?? XMLProblem(document: name, line: 0, message: "is not well-formed XML")
    }
    if document.pointee.intSubset != nil {
      xmlFreeDoc(document)
      throw XMLProblem(document: name, line: 1, message: "has a document type declaration, which is not accepted")
    }
    raw = document
  }

  deinit { xmlFreeDoc(raw) }
}

/// libxml2's own start, once a process.
let initialised: Void = xmlInitParser()

extension XMLProblem {
  /// Copies libxml2's message, which it reuses.
  init(_ error: xmlError, in document: String) {
    var message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
    while message.last == "\n" { message.removeLast() }
    self.init(document: document, line: Int(error.line), message: message)
  }
}
