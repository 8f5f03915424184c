extension CalibrationSpecification {
  static var reading: Reading<CalibrationSpecification> {
    let wanted = "'{use: published, table: table-4}' or '{method: sce-ua, …}'"
    return Reading(wanted) { item throws(Noted) in
      item.keys.contains("use")
        ? try published(wanted).read(item) : .sceua(try SCEUASpecification.reading(wanted).read(item))
    }
  }

  private static func published(_ wanted: String) -> Reading<CalibrationSpecification> {
    .section(wanted) { section throws(Noted) in
      let use = section.required("use", .word(among: ["published"]))
      let table = section.required("table", .word(among: ["table-4"]))
      _ = (try use.get(), try table.get())
      return .published
    }
  }
}

extension SCEUASpecification {
  static func reading(_ wanted: String) -> Reading<SCEUASpecification> {
    .section(wanted) { section throws(Noted) in
      let method = section.required("method", .word(among: ["sce-ua"]))
      let objective = section.required("objective", .word(among: ["rmse"]))
      let runs = section.required("runs", .count(in: 1...1000))
      let complexes = section.required("complexes", .count(in: 1...1000))
      let kstop = section.required("kstop", .count(in: 1...1000))
      let pcento = section.required("pcento", .quantity(.percentage, in: 0...100))
      let peps = section.required("peps", .number(in: 0...1))
      let maximumEvaluations = section.required("max-evaluations", .count(in: 100...100_000_000))
      let sampling = section.required("sampling", Reading<Sampling>.choice)
      let folds = section.required("folds", .count(in: 2...100))
      let minimumForFolds = section.required("minimum-for-folds", .count(in: ((try? folds.get()) ?? 2)...100_000))
      let bounds = section.required("bounds", boundsReading)
      let identifiability = section.optional("identifiability", Identifiability.reading)
      _ = (try method.get(), try objective.get())
      return try SCEUASpecification(
        runs: runs.get(), complexes: complexes.get(), kstop: kstop.get(), pcento: pcento.get(), peps: peps.get(),
        maximumEvaluations: maximumEvaluations.get(), sampling: sampling.get(), folds: folds.get(),
        minimumForFolds: minimumForFolds.get(), bounds: bounds.get(), identifiability: identifiability.get())
    }
  }

  /// The unit of each parameter, and the widest range that means something, in the order of `parameterNames`.
  private static let parameters: [(name: String, unit: String, allowed: ClosedRange<Double>)] = [
    ("h0", "m", 0...10), ("rho_s", "kg/m3", 500...5000), ("a", "m/a", 1e-9...1e6), ("b", "m2.a/kJ", 0...1),
    ("alpha", "1", 0...10), ("beta", "1", 0...10), ("gamma", "1", 0...10), ("D", "m2/a", 0...10),
  ]

  private static var boundsReading: Reading<[ClosedRange<Double>]> {
    .section("a mapping from the eight parameters to their ranges") { section throws(Noted) in
      let ranges = parameters.map { section.required($0.name, .interval(unit: $0.unit, in: $0.allowed)) }
      var bounds: [ClosedRange<Double>] = []
      for range in ranges { bounds.append(try range.get()) }
      return bounds
    }
  }
}

extension SCEUASpecification.Identifiability {
  static var reading: Reading<SCEUASpecification.Identifiability> {
    .section("levels, such as '{level: 90 percent, at-bound: 1 percent}'") { section throws(Noted) in
      let level = section.required("level", .quantity(.percentage, in: 1...99.99))
      let atBound = section.required("at-bound", .quantity(.percentage, in: 0...50))
      return try SCEUASpecification.Identifiability(level: level.get(), atBound: atBound.get())
    }
  }
}
