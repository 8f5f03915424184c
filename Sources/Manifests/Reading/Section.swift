import Yams

/// A mapping whose keys are asked for one by one; those nobody asked for are unknown.
final class Section {
  private let item: Item
  private let entries: [(key: String, item: Item)]
  private var asked: [String] = []

  /// Notes duplicate keys, and throws where the item is no mapping.
  init(_ item: Item, wanted: String) throws(Noted) {
    guard case .mapping(let mapping) = item.node else {
      throw item.problem(.wrongType(key: item.key, found: item.kind, wanted: wanted))
    }
    self.item = item
    var entries: [(key: String, item: Item)] = []
    entries.reserveCapacity(mapping.count)
    // A key stands twice only where an earlier one has been blotted out.
    let mayRepeat = !item.findings.blotted.isEmpty
    var firstLines: [String: Int] = [:]
    for (keyNode, value) in mapping {
      let place = SourceLocation(keyNode.mark, in: item.keyPlace.file)
      let blotted = mayRepeat ? item.findings.blotted[place] : nil
      guard let key = blotted ?? keyNode.scalar?.string else {
        let found = "keyed by something other than a word"
        item.findings.note(.wrongType(key: item.key, found: found, wanted: wanted), at: place)
        continue
      }
      if mayRepeat {
        if let line = firstLines[key] {
          item.findings.note(.duplicateKey(key, firstLine: line), at: place)
        }
        firstLines[key] = firstLines[key] ?? place.line
      }
      if blotted == nil {
        entries.append(
          (key, Item(key: key, keyPlace: place, node: value, findings: item.findings)))
      }
    }
    self.entries = entries
  }

  /// The keys of the text, in its order.
  var keys: [String] { entries.map(\.key) }

  /// Every entry, in the order of the text, for mappings whose keys are names.
  var all: [Item] {
    asked += keys
    return entries.map(\.item)
  }

  func contains(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// What stands under a key, unread.
  subscript(_ key: String) -> Item? { entries.firstIndex { $0.key == key }.map { entries[$0].item } }

  /// Reads what must be given.
  func required<Value>(_ key: String, _ reading: Reading<Value>) -> Result<Value, Noted> {
    asked.append(key)
    guard let value = self[key] else {
      item.findings.note(.missingKey(key, wanted: reading.wanted), at: item.keyPlace)
      return .failure(Noted())
    }
    return reading.attempt(value)
  }

  /// Reads what may be left out.
  func optional<Value>(_ key: String, _ reading: Reading<Value>) -> Result<Value?, Noted> {
    asked.append(key)
    guard let value = self[key] else { return .success(nil) }
    return reading.attempt(value).map(Optional.some)
  }

  /// Reads what may be left out, with the value that it then has.
  func optional<Value>(_ key: String, _ reading: Reading<Value>, or standard: Value) -> Result<Value, Noted> {
    optional(key, reading).map { $0 ?? standard }
  }

  /// The one of several keys that is given; notes it where there is none or more than one.
  func only(of keys: [String]) throws(Noted) -> String {
    let found = keys.filter(contains)
    guard found.count == 1, let key = found.first else {
      asked += keys
      item.findings.note(.notExactlyOne(of: keys, found: found), at: item.keyPlace)
      throw Noted()
    }
    return key
  }

  /// Says that keys belong here although they may not be read: what they depend on is wrong already.
  func know(_ keys: String...) { asked += keys.filter { !asked.contains($0) } }

  /// Notes a problem with the section as a whole.
  func problem(_ problem: ManifestError.Problem) -> Noted {
    item.findings.note(problem, at: item.keyPlace)
    return Noted()
  }

  /// Notes a problem with what stands under a key.
  func problem(_ problem: ManifestError.Problem, with key: String) -> Noted {
    guard let value = self[key] else { return self.problem(problem) }
    item.findings.note(problem, at: value.keyPlace)
    return Noted()
  }

  /// Notes every key that nobody asked for.
  func noteUnknownKeys() {
    for (key, item) in entries where !asked.contains(key) {
      let open = asked.filter { !contains($0) }
      let problem = ManifestError.Problem.unknownKey(
        key, nearest: nearestWord(to: key, among: open) ?? nearestWord(to: key, among: asked), known: asked)
      item.findings.note(problem, at: item.keyPlace)
    }
  }
}
