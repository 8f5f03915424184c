import Checksums

extension Lock {
  /// Reads a lock, and finds everything that is wrong with it.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: What errors call the text.
  ///   - manifest: The manifest that it belongs to: names it does not have are errors. `nil` takes any name, as the writer of a
  ///     new lock does.
  package static func read(
    _ text: String, file: String, for manifest: Manifest?
  ) -> Result<Lock, ManifestErrors> {
    readText(text, file: file, reading(for: manifest))
  }

  private static func reading(for manifest: Manifest?) -> Reading<Lock> {
    .section("a mapping with 'schema', 'manifest' and 'sources'") { section throws(Noted) in
      let schema = section.required("schema", .schema(Lock.schema))
      let manifestSchema = section.required("manifest", .schema(Manifest.schema))
      let sources = section.required(
        "sources",
        Reading<[String: [String: Pin]]>.pins(
          "a mapping from sources to their files", .source, known: manifest?.sources.map(\.id)
        ) { id in
          Reading<[String: Pin]>.pins(
            "a mapping from paths to bytes and SHA-256", .file,
            known: manifest?.sources.first { $0.id == id }?.files.map(\.path)
          ) { _ in .pin }
        })
      _ = try schema.get()
      return try Lock(manifestSchema: manifestSchema.get(), sources: sources.get())
    }
  }
}

extension Reading {
  /// Reads a mapping from known names, or from any where none are given.
  fileprivate static func pins<Element>(
    _ wanted: String, _ kind: ManifestError.NameKind, known: [String]?,
    _ element: @escaping (String) -> Reading<Element>
  ) -> Reading where Value == [String: Element] {
    .section(wanted) { section throws(Noted) in
      var elements: [(String, Result<Element, Noted>)] = []
      for item in section.all {
        if let known, !known.contains(item.key) {
          let nearest = nearestWord(to: item.key, among: known)
          _ = section.problem(.unknownName(kind, item.key, nearest: nearest, known: known), with: item.key)
        }
        elements.append((item.key, element(item.key).attempt(item)))
      }
      var values: [String: Element] = [:]
      for (name, value) in elements { values[name] = try value.get() }
      return values
    }
  }
}

extension Reading where Value == Lock.Pin {
  fileprivate static var pin: Reading {
    .section("a pin, such as '{bytes: 614, sha256: …}'") { section throws(Noted) in
      let bytes = section.required("bytes", .count(in: 0...(1 << 53)))
      let digest = section.required("sha256", .text(.digest))
      guard let digest = Digest(hexadecimal: try digest.get()) else { preconditionFailure("the form was checked") }
      return try Lock.Pin(bytes: bytes.get(), digest: digest)
    }
  }
}

extension Shape {
  fileprivate static let digest = Shape(
    "a SHA-256 of 64 hexadecimal digits", example: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  ) { Digest(hexadecimal: $0) != nil }
}
