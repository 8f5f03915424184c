extension ZonesSpecification {
  /// - Parameter hasImportance: Whether the manifest ranks its covariates, so that some can be kept.
  static func reading(_ names: Names, hasImportance: Bool) -> Reading<ZonesSpecification> {
    .section("how the zones are made") { section throws(Noted) in
      let method = section.required("method", .word(among: ["k-prototypes"]))
      let k = section.required("k", .count(in: 2...250))
      let covariates = section.required("covariates", Covariates.reading(names, hasImportance: hasImportance))
      let standardise = section.required("standardise", Reading<Standardise>.choice)
      let gamma = section.required("gamma", Gamma.reading)
      let initialise = section.optional("initialise", Reading<Initialise>.choice)
      let starts = section.required("starts", .count(in: 1...1000))
      let refine = section.optional("refine", .count(in: 1...1000))
      let sample = section.optional("sample", .count(in: 100...10_000_000, "cells"))
      let leastGain = section.optional("least-gain", .number(in: 0...0.1))
      let maximumPasses = section.optional("maximum-passes", .count(in: 1...1_000_000))
      let compared = section.optional("compare-k", .span("a range of numbers of zones, such as '2 to 12'", in: 2...250))
      let silhouetteCells = section.optional("silhouette-cells", .count(in: 2...100_000))
      let match = section.optional("match", Match.reading(names))
      if case .success(let wanted?) = sample {
        for (key, most) in [("k", try? k.get()), ("compare-k", (try? compared.get())??.upperBound)] {
          guard let most, most > wanted else { continue }
          throw section.problem(
            .malformed(key: key, found: "\(most)", wanted: "no more zones than the \(wanted) cells of 'sample'"),
            with: key)
        }
      }
      _ = try method.get()
      return try ZonesSpecification(
        k: k.get(), covariates: covariates.get(), standardise: standardise.get(), gamma: gamma.get(),
        initialise: initialise.get() ?? .plusPlus, starts: starts.get(), refine: refine.get() ?? 1,
        sample: sample.get(),
        leastGain: leastGain.get(), maximumPasses: maximumPasses.get(), compared: compared.get(),
        silhouetteCells: silhouetteCells.get(), match: match.get())
    }
  }
}

extension ZonesSpecification.Covariates {
  /// `kept`, `candidates` or a list of names.
  static func reading(_ names: Names, hasImportance: Bool) -> Reading<ZonesSpecification.Covariates> {
    let list = names.candidate.distinctList("'kept', 'candidates' or a list of covariates", count: 1 ... .max)
    return Reading(list.wanted) { item throws(Noted) in
      switch item.scalar {
      case "kept" where hasImportance: return .kept
      case "kept": throw item.problem(.missingSection("importance", neededBy: "covariates: kept"))
      case "candidates": return .named(names.candidates)
      default: return .named(try list.read(item))
      }
    }
  }
}

extension ZonesSpecification.Gamma {
  /// `half-mean-sd`, or the weight of a mismatch.
  static var reading: Reading<ZonesSpecification.Gamma> {
    Reading("'half-mean-sd' or a number") { item throws(Noted) in
      item.scalar == "half-mean-sd"
        ? .halfMeanDeviation : .value(try Reading.number(in: 0...1e6).read(item))
    }
  }
}

extension ZonesSpecification.Match {
  /// The assignment to Table 3: one way as yet, and written out all the same.
  static func reading(_ names: Names) -> Reading<ZonesSpecification.Match> {
    .section("the assignment to the published zones") { section throws(Noted) in
      let table = section.required("table", .word(among: ["table-3"]))
      let columns = section.required(
        "columns",
        names.covariate().distinctList("four covariates, for elevation, MAT, MAP and NDVI", count: 4...4))
      let scale = section.required("scale", .word(among: ["column-sd"]))
      let method = section.required("method", .word(among: ["minimum-cost"]))
      _ = (try table.get(), try scale.get(), try method.get())
      return try ZonesSpecification.Match(columns: columns.get())
    }
  }
}
