extension SamplesSpecification {
  static func reading(_ names: Names) -> Reading<SamplesSpecification> {
    .section("the soil profiles") { section throws(Noted) in
      let source = section.required("source", names.source)
      let crs = section.required("crs", .text(.crs))
      let unit = section.required("unit", .word(among: ["m"]))
      let columns = section.required("columns", Columns.reading)
      _ = try unit.get()
      return try SamplesSpecification(
        source: source.get(), crs: crs.get(), id: columns.get().id, x: columns.get().x, y: columns.get().y,
        thickness: columns.get().thickness)
    }
  }

  private struct Columns {
    var id: String
    var x: String
    var y: String
    var thickness: String

    static var reading: Reading<Columns> {
      .section("the columns, such as '{id: id, x: x, y: y, thickness: thickness}'") { section throws(Noted) in
        let id = section.required("id", .text)
        let x = section.required("x", .text)
        let y = section.required("y", .text)
        let thickness = section.required("thickness", .text)
        return try Columns(id: id.get(), x: x.get(), y: y.get(), thickness: thickness.get())
      }
    }
  }
}

extension ImportanceSpecification {
  static var reading: Reading<ImportanceSpecification> {
    .section("the random forests") { section throws(Noted) in
      let forests = section.required("forests", .count(in: 1...1000))
      let trees = section.required("trees", .count(in: 1...100_000))
      let attempts = section.required("try", Try.reading)
      let minimumNode = section.required("minimum-node", .count(in: 1...1000))
      let keep = section.required("keep", .word(among: ["mean-positive"]))
      let partialDependence = section.optional("partial-dependence", PartialDependence.reading)
      _ = try keep.get()
      return try ImportanceSpecification(
        forests: forests.get(), trees: trees.get(), try: attempts.get(), minimumNode: minimumNode.get(),
        partialDependence: partialDependence.get())
    }
  }
}

extension ImportanceSpecification.PartialDependence {
  static var reading: Reading<ImportanceSpecification.PartialDependence> {
    .section("how many covariates and points, such as '{covariates: 6, points: 21}'") { section throws(Noted) in
      let covariates = section.required("covariates", .count(in: 1...100))
      let points = section.required("points", .count(in: 4...1000))
      return try ImportanceSpecification.PartialDependence(covariates: covariates.get(), points: points.get())
    }
  }
}

extension ImportanceSpecification.Try {
  /// `p/3`, or how many covariates a split may choose from.
  static var reading: Reading<ImportanceSpecification.Try> {
    Reading("'p/3' or a whole number") { item throws(Noted) in
      item.scalar == "p/3" ? .third : .count(try Reading.count(in: 1...1000).read(item))
    }
  }
}
