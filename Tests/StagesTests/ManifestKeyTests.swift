import Checksums
import Manifests
import Statistics
import Testing

@testable import Engine
@testable import Stages

/// Every key of a manifest changes the tasks that it is said to change, and with them what reads these, and no other.
@Suite struct `A key of the manifest` {
  static let table = Result { try KeyTable() }

  /// A manifest, and the keys of its tasks.
  struct Base {
    var tree: ManifestTree
    var manifest: Manifest
    var keys: MadeUpKeys
    /// For a failure: where it comes from.
    var remark: String

    init(_ tree: ManifestTree, _ remark: String) throws {
      let product = try tree.declaration()
      self.tree = tree
      manifest = product.manifest
      keys = try MadeUpKeys(productGraph(product))
      self.remark = remark
    }
  }

  /// Changes one leaf, and compares the keys of all tasks with what the table says; returns whether there was another value.
  static func check(_ base: Base, _ path: ManifestTree.Path) throws -> Bool {
    let name = path.joined(separator: ".")
    guard case .scalar(let text) = base.tree[path], let line = try table.get().line(path) else {
      Issue.record(
        "the key '\(name)' stands in no line of Fixtures/manifest-keys.txt: add one that names the tasks it changes")
      return false
    }
    let (values, mayFail) = line.others(than: text, at: path, in: base.tree)
    for value in values {
      var other = base.tree
      other[path] = .scalar(value)
      guard let product = other.product, product.declaration.manifest != base.manifest else { continue }
      guard !line.isFixed else {
        Issue.record("\(name) is said to have one value, and '\(value)' is accepted beside '\(text)'; \(base.remark)")
        return true
      }
      let change = KeyChange(
        path: path, old: (base.tree, base.keys), new: (other, try MadeUpKeys(product.graph, beside: base.keys)))
      let changed = change.new.keys.changed(from: change.old.keys)
      let expected = change.expected(by: line)
      #expect(
        changed == expected,
        """
        \(name) from \(text) to \(value), line \(line.number); \(base.remark)
        changed, and should not: \(changed.subtracting(expected).sorted())
        should change, and did not: \(expected.subtracting(changed).sorted())
        """)
      return true
    }
    if !mayFail, !line.isFixed { Issue.record("\(name): no other value than '\(text)' is accepted; \(base.remark)") }
    return false
  }

  /// Every leaf of the manifest whose tasks are not all below one, as far as sources and covariates are not declared
  /// alike; and one for each line of the table in the others.
  @Test(arguments: ["plateau-twin", "fitted", "qtp-open"])
  func `changes the tasks it is said to change and what reads them, and no other`(name: String) throws {
    let tree = try ManifestVariants.tree(name)
    let base = try Base(tree, name)
    var tried: [Int: Int] = [:]
    var walked: Set<Int> = []
    for (path, _) in tree.leaves {
      let number = try Self.table.get().line(path)?.number ?? 0
      let isOneOfMany = ["sources", "covariates"].contains(path[0])
      let most = path[0] == "twin" || name == "fitted" && !isOneOfMany ? Int.max : name == "fitted" ? 4 : 1
      guard tried[number, default: 0] < (walked.contains(number) ? most : 8) else { continue }
      tried[number, default: 0] += 1
      if try Self.check(base, path) { walked.insert(number) }
    }
    #expect(walked.count > 70)
  }

  @Test func `is in the table, whether a shipped manifest has it or not`() throws {
    let table = try Self.table.get()
    var known: Set<[String]> = []
    for name in ManifestVariants.names {
      let tree = try ManifestVariants.tree(name)
      var strange = tree
      // Mappings from names take any key; the others say which they know.
      let places = tree.mappings.filter { path in
        !["sources", "covariates", "grid.masks", "validation.regions", "validation.references"]
          .contains(path.joined(separator: ".")) && path.last != "for"
      }
      for (number, place) in places.enumerated() { strange[place + ["strange-\(number)"]] = .scalar("1") }
      let read = Manifest.read(strange.text, file: "m.yaml")
      guard case .failure(let errors) = read else {
        Issue.record("\(name): keys that nobody knows are accepted")
        continue
      }
      var told = 0
      for case .unknownKey(let key, _, let others) in errors.errors.map(\.problem) {
        guard key.hasPrefix("strange-"), let number = Int(key.dropFirst(8)) else { continue }
        told += 1
        known.formUnion(others.map { places[number] + [$0] })
      }
      #expect(told == places.count, "\(name)")
    }
    for path in known.sorted(by: { $0.joined() < $1.joined() }) {
      #expect(
        table.lines.contains { $0.beginsWith(path) },
        """
        the key '\(path.joined(separator: "."))' stands in no line of Fixtures/manifest-keys.txt: add one that names \
        the tasks it changes
        """)
    }
    for line in table.lines {
      #expect(
        known.contains { line.beginsWith($0) } || line.pattern.last == "*",
        "no manifest has the key of line \(line.number) of Fixtures/manifest-keys.txt: take it away")
    }
  }

  static let seeds: [UInt64] = Array(1...6)
  /// A manifest for each seed.
  static let random = Result {
    try seeds.map { try ManifestVariants.random(seed: $0, table.get()) }
  }

  @Test(arguments: seeds)
  func `does so in manifests of other shapes too`(seed: UInt64) throws {
    let tree = try Self.random.get()[Int(seed) - 1]
    let base = try Base(tree, "seed \(seed):\n\(tree.text)")
    var paths = tree.leaves.map(\.path)
    var stream = RandomStream(seed: seed, name: "leaves")
    stream.shuffle(&paths)
    var checked = 0
    for path in paths where checked < 8 {
      if try Self.check(base, path) { checked += 1 }
    }
    #expect(checked == 8, "seed \(seed)")
  }
}

/// What is written otherwise and means the same.
@Suite struct `The way a manifest is written` {
  private func keys(_ text: String) throws -> (canonical: String, keys: [String: Digest]) {
    let canonical = try Manifest.canonicalText(of: text, file: "elsewhere/another.yaml").get()
    let product = try Products.declaration(Manifest.read(text, file: "another.yaml").get(), text: canonical)
    return (canonical, try MadeUpKeys(productGraph(product)).keys)
  }

  @Test(arguments: Products.shipped)
  func `is not lost on the way through a tree, as these tests go`(name: String) throws {
    let canonical = try Products.canonical(name)
    #expect(ManifestTree(canonical: canonical).text == canonical)
  }

  @Test(arguments: `A key of the manifest`.seeds)
  func `changes no key`(seed: UInt64) throws {
    let tree = try `A key of the manifest`.random.get()[Int(seed) - 1]
    let keys = try `A key of the manifest`.Base(tree, "").keys.keys
    for style in 1...3 {
      var writer = ManifestStyle(seed: seed, name: "\(style)")
      let text = writer.write(tree)
      do {
        let other = try self.keys(text)
        #expect(other.canonical == tree.text, "seed \(seed), style \(style):\n\(text)")
        #expect(other.keys == keys, "seed \(seed), style \(style):\n\(text)")
      } catch {
        Issue.record("seed \(seed), style \(style): \(error)\n\(text)")
      }
    }
  }

  /// The same pins in another order, with remarks, quotes and another indentation.
  @Test(arguments: `A key of the manifest`.seeds)
  func `changes no key in a lock either`(seed: UInt64) throws {
    let canonical = try Products.text("qtp-open.lock")
    let tree = ManifestTree(canonical: canonical.replacing(/"([^"]+)":/) { "\($0.output.1):" })
    #expect(tree.leaves.count > 50)
    var writer = ManifestStyle(seed: seed, name: "lock")
    let text = writer.write(tree)
    let (one, other) = (
      try Lock.read(canonical, file: "a.lock", for: nil).get(), try Lock.read(text, file: "b.lock", for: nil).get()
    )
    #expect(other.text == one.text && other == one, "seed \(seed):\n\(text)")
  }

  @Test func `is not the bytes that a lock pins, which change their source and all that reads it`() throws {
    let base = try Products.shipped("qtp-open")
    var other = base
    other.lock["mat", "bio1.bil"]?.digest = Digest(of: "other bytes")
    let (one, two) = (try MadeUpKeys(productGraph(base)), try MadeUpKeys(productGraph(other)))
    let changed = two.changed(from: one)
    #expect(changed == one.below(["sources/mat"]))
    #expect(changed.contains("grid/mat") && changed.contains("simulation/map") && !changed.contains("grid/map"))
  }
}
