import Yams

/// How a value is read from a text: what is wanted there, and the way from a node to the value.
///
/// Readings are values and compose: a list is read by the reading of its elements, a section by the readings of its keys.
/// Each notes its own problems, so one pass over a text finds all of them.
struct Reading<Value> {
  /// Completes "write …" and "add …": `a length with its unit, such as '10 km'`.
  var wanted: String
  var read: (Item) throws(Noted) -> Value

  init(_ wanted: String, _ read: @escaping (Item) throws(Noted) -> Value) {
    self.wanted = wanted
    self.read = read
  }

  func attempt(_ item: Item) -> Result<Value, Noted> {
    do throws(Noted) {
      return .success(try read(item))
    } catch {
      return .failure(error)
    }
  }

  func map<Other>(_ transform: @escaping (Value) -> Other) -> Reading<Other> {
    Reading<Other>(wanted) { item throws(Noted) in transform(try read(item)) }
  }

  /// Reads a mapping by its keys.
  ///
  /// The body reads every key before its first `try`, so that one unreadable key does not hide another.
  static func section(
    _ wanted: String, _ body: @escaping (Section) throws(Noted) -> Value
  ) -> Reading {
    Reading(wanted) { item throws(Noted) in
      let section = try Section(item, wanted: wanted)
      defer { section.noteUnknownKeys() }
      return try body(section)
    }
  }

  /// Reads `none`, or a value.
  var orNone: Reading<Value?> {
    Reading<Value?>("'none' or \(wanted)") { item throws(Noted) in
      item.plainScalar == "none" ? nil : try read(item)
    }
  }

  /// Reads a list of such values.
  func list(_ wanted: String, count: ClosedRange<Int> = 0 ... .max) -> Reading<[Value]> {
    Reading<[Value]>(wanted) { item throws(Noted) in
      guard case .sequence(let sequence) = item.node else {
        throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: wanted))
      }
      let elements = sequence.map { node in
        let place = SourceLocation(node.mark, in: item.keyPlace.file)
        return attempt(Item(key: item.key, keyPlace: place, node: node, findings: item.findings))
      }
      if !count.contains(elements.count) {
        throw item.problem(.wrongCount(key: item.key, found: elements.count, allowed: count))
      }
      var values: [Value] = []
      for element in elements { values.append(try element.get()) }
      return values
    }
  }
}

extension Reading where Value == String {
  /// A list of words in which none stands twice.
  func distinctList(_ wanted: String, count: ClosedRange<Int> = 0 ... .max) -> Reading<[String]> {
    let list = list(wanted, count: count)
    return Reading<[String]>(wanted) { item throws(Noted) in
      var seen: Set<String> = []
      for node in item.node.sequence ?? [] {
        guard let word = node.scalar?.string, !seen.insert(word).inserted else { continue }
        item.findings.note(.repeated(word, key: item.key), at: SourceLocation(node.mark, in: item.keyPlace.file))
      }
      return try list.read(item)
    }
  }
}

extension Reading {
  /// Reads a mapping from names to values; the reading of a value knows its name.
  ///
  /// The values are sorted by name: the order of keys in a mapping decides nothing.
  static func named<Element>(
    _ wanted: String, as shape: Shape = .identifier, _ element: @escaping (String) -> Reading<Element>
  ) -> Reading<[Element]> {
    .section(wanted) { section throws(Noted) in
      let elements = section.all.sorted { $0.key < $1.key }.map { item in
        shape.matches(item.key) ? element(item.key).attempt(item) : .failure(item.misnamed(shape))
      }
      var values: [Element] = []
      for element in elements { values.append(try element.get()) }
      return values
    }
  }
}

extension Item {
  /// Notes that the key is no name of this shape.
  fileprivate func misnamed(_ shape: Shape) -> Noted {
    findings.note(.malformed(key: "name", found: key, wanted: shape.wanted), at: keyPlace)
    return Noted()
  }
}
