import CXML2
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is wrong with an XML document, against a schema; empty where it is valid.
///
/// Works without a network: an address that the schema's catalog does not know is refused. One validation runs at a
/// time, since libxml2 has one entity loader a process.
///
/// - Parameter name: of the document, for messages.
/// - Returns: every problem with its line; a document that is not well-formed is one problem.
package func validate(_ text: String, named name: String, against schema: Schema) throws(ValidationError)
  -> [XMLProblem]
{
  let compiled = try CompiledSchema(schema)
  do throws(XMLProblem) {
    return validate(try ParsedDocument(text, named: name), named: name, against: compiled, called: schema.root)
  } catch {
    return [error]
  }
}

private func validate(
  _ document: borrowing ParsedDocument, named name: String, against compiled: borrowing CompiledSchema,
  called root: String
) -> [XMLProblem] {
  guard let context = xmlSchemaNewValidCtxt(compiled.raw) else {
    preconditionFailure("libxml2 has no memory to validate")
  }
  defer { xmlSchemaFreeValidCtxt(context) }
  let messages = Messages()
  let status = withExtendedLifetime(messages) {
    xmlSchemaSetValidStructuredErrors(context, Messages.take, messages.pointer)
    return xmlSchemaValidateDoc(context, document.raw)
  }
  let problems = messages.problems(in: name)
  if status != 0, problems.isEmpty {
    return [XMLProblem(document: name, line: 0, message: "does not agree with \(root)")]
  }
  return problems
}

/// A schema ready to validate, and its one owner.
private struct CompiledSchema: ~Copyable {
  let raw: xmlSchemaPtr

  init(_ schema: Schema) throws(ValidationError) {
    _ = initialised
    let messages = Messages()
    let compiled = EntityLoader.resolving(through: schema.catalog) {
      guard let context = xmlSchemaNewParserCtxt(schema.root) else { return xmlSchemaPtr?.none }
      defer { xmlSchemaFreeParserCtxt(context) }
      return withExtendedLifetime(messages) {
        xmlSchemaSetParserStructuredErrors(context, Messages.take, messages.pointer)
        return xmlSchemaParse(context)
      }
    }
    guard let compiled else {
      let reason = messages.problems(in: schema.root).first?.message ?? "no such schema"
      throw ValidationError(
        place: schema.root, what: "cannot be used as a schema: \(reason)",
        how: schema.catalog.map { "the files of the schema lie where the catalog \($0) says" }
          ?? "give the path of an XML schema")
    }
    raw = compiled
  }

  deinit { xmlSchemaFree(raw) }
}

/// Errors as libxml2 reports them; warnings are left out.
private final class Messages {
  private var errors: [(file: String, line: Int, text: String)] = []

  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let take: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<xmlError>?) -> Void = { this, error in
    guard let this, let error = error?.pointee, error.level.rawValue > XML_ERR_WARNING.rawValue else { return }
    let problem = XMLProblem(error, in: "")
    let messages = Unmanaged<Messages>.fromOpaque(this).takeUnretainedValue()
    messages.errors.append((error.file.map { String(cString: $0) } ?? "", problem.line, problem.message))
  }

  func problems(in document: String) -> [XMLProblem] {
    errors.map { XMLProblem(document: document, line: $0.line, message: $0.text) }
  }
}

/// Where libxml2 gets the files that a schema includes: from disk, through a catalog, never from a network.
private enum EntityLoader {
  private static let turn = Mutex<Void>(())
  /// Set and read only by whoever holds `turn`: libxml2 calls the loader on the thread that parses the schema.
  private nonisolated(unsafe) static var catalog: xmlCatalogPtr?

  static func resolving<Result>(through path: String?, _ body: () -> Result) -> Result {
    turn.withLock { _ in
      catalog = path.flatMap { xmlLoadACatalog($0) }
      let previous = xmlGetExternalEntityLoader()
      xmlSetExternalEntityLoader(load)
      defer {
        xmlSetExternalEntityLoader(previous)
        if let catalog { xmlFreeCatalog(catalog) }
        catalog = nil
      }
      return body()
    }
  }

  private static let load: xmlExternalEntityLoader = { address, _, context in
    guard let address else { return nil }
    if let path = xmlACatalogResolveSystem(catalog, address) {
      defer { solum_xml_free(path) }
      return xmlNewInputFromFile(context, path)
    }
    // A path that is not there is left to the caller to report; libxml2 would print it.
    let isHere = !String(cString: address).contains("://") && access(address, R_OK) == 0
    return isHere ? xmlNewInputFromFile(context, address) : nil
  }
}
