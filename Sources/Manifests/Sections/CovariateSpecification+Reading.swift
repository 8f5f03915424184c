extension CovariateSpecification {
  /// - Parameters:
  ///   - names: With the sources.
  ///   - sourceUnits: The units that the sources declare for their values.
  static func reading(_ id: String, _ names: Names, sourceUnits: [String: String]) -> Reading<CovariateSpecification> {
    .section("a covariate, such as '{source: mat, unit: degC, resample: bilinear}'") { section throws(Noted) in
      let origin = Result { () throws(Noted) in try Origin(section, names) }
      let form = section.optional("type", Reading<Form>.choice, or: .continuous)
      if case .failure = form { section.know("unit", "resample", "aggregate") }
      if case .failure = origin { section.know("unit", "from") }
      let unit = Result { () throws(Noted) in
        try section.unit(of: origin.get(), form: form.get(), sourceUnits: sourceUnits)
      }
      let transfer = Result { () throws(Noted) in try section.transfer(of: form.get()) }
      let reduce = section.optional("reduce", Reading<Reduction>.choice)
      let candidate = section.optional("candidate", .flag, or: true)
      let abbreviation = section.optional("abbreviation", .text)
      let note = section.optional("note", .text)
      if case .success(let origin) = origin, case .success(let form) = form, let attribute = origin.attribute,
        attribute.form != form
      {
        throw section.problem(
          .unknownWord(
            key: "type", found: form.rawValue, nearest: attribute.form.rawValue, allowed: [attribute.form.rawValue]),
          with: "type")
      }
      return try CovariateSpecification(
        id: id, abbreviation: abbreviation.get(), source: origin.get().source,
        derive: origin.get().attribute?.rawValue, form: form.get(), unit: unit.get(), transfer: transfer.get(),
        reduce: reduce.get(), candidate: candidate.get(), note: note.get())
    }
  }

  /// `source: relief`, or `derive: slope` with `from: relief`.
  fileprivate struct Origin {
    var source: String
    var attribute: DerivedAttribute?

    init(_ section: Section, _ names: Names) throws(Noted) {
      guard try section.only(of: ["source", "derive"]) == "derive" else {
        self.source = try section.required("source", names.source).get()
        return
      }
      let attribute = section.required("derive", .derivedAttribute)
      let source = section.required("from", names.source)
      self.attribute = try attribute.get()
      self.source = try source.get()
    }
  }
}

extension Reading where Value == DerivedAttribute {
  fileprivate static var derivedAttribute: Reading {
    let name = Reading<String>.name(of: .derivedAttribute, among: DerivedAttribute.allCases.map(\.rawValue))
    return Reading(name.wanted) { item throws(Noted) in
      let raw = try name.read(item)
      guard let value = DerivedAttribute(rawValue: raw) else { preconditionFailure("\(raw) is among the names") }
      return value
    }
  }
}

extension Section {
  /// The unit of the layer, which must be the one of its source or of the attribute derived from it; codes have none.
  fileprivate func unit(
    of origin: CovariateSpecification.Origin, form: CovariateSpecification.Form, sourceUnits: [String: String]
  ) throws(Noted) -> String {
    if form == .categorical {
      return try optional("unit", .word(among: ["1"]), or: "1").get()
    }
    let unit = try required("unit", .unit).get()
    let needed = origin.attribute?.unit ?? sourceUnits[origin.source] ?? unit
    if unit != needed {
      throw problem(
        .unitMismatch(name: origin.attribute?.rawValue ?? origin.source, found: needed, needed: unit), with: "unit")
    }
    return unit
  }

  /// The way to the grid, among those that make sense for such values: codes are not averaged, nor are angles as numbers.
  fileprivate func transfer(of form: CovariateSpecification.Form) throws(Noted) -> CovariateSpecification.Transfer {
    let (resample, aggregate): ([CovariateSpecification.Resample], [CovariateSpecification.Aggregation]) =
      switch form {
      case .continuous: ([.nearest, .bilinear, .average, .fourNeighbours, .widenedBilinear], [.mean, .median])
      case .categorical: ([.nearest, .mode], [.mode])
      case .circular: ([.nearest, .bilinear, .average, .fourNeighbours, .widenedBilinear], [.vectorMean])
      }
    return try only(of: ["resample", "aggregate"]) == "resample"
      ? .resample(required("resample", .choice(among: resample)).get())
      : .aggregate(required("aggregate", .choice(among: aggregate)).get())
  }
}
