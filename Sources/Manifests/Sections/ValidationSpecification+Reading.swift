extension ValidationSpecification {
  static func reading(_ names: Names) -> Reading<ValidationSpecification> {
    .section("what the result is held against") { section throws(Noted) in
      let regions = section.optional(
        "regions", Reading<Region>.named("a mapping from names to regions", as: .statisticPart) { .region($0, names) },
        or: [])
      let references = section.optional(
        "references",
        Reading<Reference>.named("a mapping from names to maps", as: .statisticPart) { .reference($0, names) },
        or: [])
      let truth = section.optional("truth", names.source)
      return try ValidationSpecification(
        regions: regions.get(), references: references.get(), truth: truth.get())
    }
  }
}

extension Reading where Value == ValidationSpecification.Region {
  /// All outlines of a source, or those with `value` in `column`.
  fileprivate static func region(_ name: String, _ names: Names) -> Reading {
    .section("a region, such as '{source: basins, column: BasinName, value: Qaidam}'") { section throws(Noted) in
      let source = section.required("source", names.source)
      if !section.contains("column"), !section.contains("value") {
        section.know("column", "value")
        return try Value(name: name, source: source.get(), column: nil, value: nil)
      }
      let column = section.required("column", .text)
      let value = section.required("value", .text)
      return try Value(name: name, source: source.get(), column: column.get(), value: value.get())
    }
  }
}

extension Reading where Value == ValidationSpecification.Reference {
  fileprivate static func reference(_ name: String, _ names: Names) -> Reading {
    .section("a map, such as '{source: liu-2021, unit: m, resample: average}'") { section throws(Noted) in
      let source = section.required("source", names.source)
      let unit = section.required("unit", .word(among: ["m"]))
      let resample = section.required(
        "resample", Reading<CovariateSpecification.Resample>.choice(among: [.nearest, .bilinear, .average]))
      _ = try unit.get()
      return try Value(name: name, source: source.get(), resample: resample.get())
    }
  }
}

extension PackageSpecification {
  static var reading: Reading<PackageSpecification> {
    .section("how the rasters are written, such as '{compress: deflate, level: 9, block: 512}'") {
      section throws(Noted) in
      let compress = section.required("compress", .word(among: ["deflate"]))
      let level = section.required("level", .count(in: 1...9))
      let block = section.required("block", .word(among: ["128", "256", "512", "1024", "2048"]))
      _ = try compress.get()
      guard let blockSize = Int(try block.get()) else { preconditionFailure("the allowed words are numbers") }
      return try PackageSpecification(deflateLevel: level.get(), blockSize: blockSize)
    }
  }
}
