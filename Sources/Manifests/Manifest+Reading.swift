extension Manifest {
  /// What a manifest that this version can read names as its schema.
  package static let schema = "solum-manifest/1"

  /// Reads a manifest, and finds everything that is wrong with it.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: What errors call the text.
  package static func read(_ text: String, file: String) -> Result<Manifest, ManifestErrors> {
    readText(text, file: file, reading)
  }

  static var reading: Reading<Manifest> {
    .section("a mapping with 'schema', 'product', 'grid' and what follows") { section throws(Noted) in
      let schema = section.required("schema", .schema(Manifest.schema))
      let product = section.required("product", Product.reading)
      let claims = section.optional("claims", .text(.relativePath))
      let sources = section.required(
        "sources",
        Reading<SourceSpecification>.named("a mapping from names to sources") { SourceSpecification.reading($0) })
      var names = Names(sources: section.names(in: "sources"))
      let grid = section.required("grid", GridSpecification.reading(names))
      let sourceUnits = Dictionary(
        ((try? sources.get()) ?? []).compactMap { source in source.raster?.unit.map { (source.id, $0) } },
        uniquingKeysWith: { first, _ in first })
      let covariates = section.required(
        "covariates",
        Reading<CovariateSpecification>.named("a mapping from names to covariates") { [names] id in
          CovariateSpecification.reading(id, names, sourceUnits: sourceUnits)
        })
      names.learn(covariates: section.names(in: "covariates"), read: (try? covariates.get()) ?? [])

      let terrain = section.optional("terrain", TerrainSpecification.reading(names))
      let samples = section.stage("samples", SamplesSpecification.reading(names))
      let importance = section.stage("importance", ImportanceSpecification.reading)
      let zones = section.stage(
        "zones", ZonesSpecification.reading(names, hasImportance: section.declares("importance")))
      let model = section.stage("model", ModelSpecification.reading(names))
      let calibration = section.stage("calibration", CalibrationSpecification.reading)
      let validation = section.optional(
        "validation", ValidationSpecification.reading(names), or: ValidationSpecification(regions: [], references: []))
      let package = section.required("package", PackageSpecification.reading)
      let twin = section.optional(
        "twin", TwinSpecification.reading(grid: try? grid.get(), model: (try? model.get()) ?? nil))

      section.noteMissingSections(
        sources: (try? sources.get()) ?? [],
        usesTerrain: ((try? covariates.get()) ?? []).contains { $0.derive != nil || $0.transfer.isAggregation },
        matches: (try? zones.get())??.match != nil,
        calibration: (try? calibration.get()) ?? nil)
      _ = try schema.get()
      return try Manifest(
        product: product.get(), grid: grid.get(), sources: sources.get(), covariates: covariates.get(),
        terrain: terrain.get(), samples: samples.get(), importance: importance.get(), zones: zones.get(),
        model: model.get(),
        calibration: calibration.get(), validation: validation.get(), package: package.get(), twin: twin.get(),
        claims: claims.get())
    }
  }
}

extension Section {
  /// The names that a key's mapping declares, whether their values can be read or not.
  fileprivate func names(in key: String) -> [String] {
    self[key]?.keys ?? []
  }

  /// Whether a stage is given, and not as `none`.
  fileprivate func declares(_ key: String) -> Bool {
    self[key].map { $0.scalar != "none" } ?? false
  }

  /// Reads what a stage is told; a manifest leaves a stage out by saying `none`, or nothing.
  fileprivate func stage<Value>(_ key: String, _ reading: Reading<Value>) -> Result<Value?, Noted> {
    optional(key, reading.orNone).map { $0 ?? nil }
  }

  /// Notes each section that another one cannot do without.
  ///
  /// - Parameters:
  ///   - usesTerrain: Whether a covariate is derived from terrain, or aggregated by the least share that 'terrain' gives.
  ///   - matches: Whether the zones are matched to published ones, which stand in the claims.
  fileprivate func noteMissingSections(
    sources: [SourceSpecification], usesTerrain: Bool, matches: Bool, calibration: CalibrationSpecification?
  ) {
    var needs: [(user: String, needed: [String])] = [
      ("covariates", usesTerrain ? ["terrain"] : []), ("importance", ["samples"]), ("zones", matches ? ["claims"] : []),
      ("model", ["zones", "calibration"]),
      ("twin", ["model"]),
    ]
    switch calibration {
    case .sceua: needs.append(("calibration", ["samples", "zones", "model"]))
    case .published: needs.append(("calibration", ["claims", "zones", "model"]))
    case nil: break
    }
    if sources.contains(where: { $0.access == .generated }) { needs.append(("sources", ["twin"])) }
    for (user, needed) in needs where declares(user) {
      for section in needed where !declares(section) {
        _ = problem(.missingSection(section, neededBy: user), with: user)
      }
    }
  }
}
