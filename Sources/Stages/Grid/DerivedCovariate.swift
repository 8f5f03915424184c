import Engine
import Grids
import Manifests
import Terrain

/// A covariate that is derived from an elevation model, in the kernel's words.
struct DerivedCovariate {
  let covariate: CovariateSpecification
  let attribute: TerrainAttribute
  /// How its fine cells make up cells of the grid; `nil` where GDAL warps the layer.
  let way: CellWay?
  let rule: AggregationRule
  let minimumShare: Double

  init(_ covariate: CovariateSpecification, _ terrain: TerrainSpecification) throws {
    let name = (covariate.derive ?? "").split(separator: "-").joined(separator: "_")
    guard let attribute = TerrainAttribute(rawValue: name) else {
      throw StageError(
        subject: "covariate \(covariate.id)", problem: "there is no terrain attribute '\(covariate.derive ?? "")'",
        remedy: "choose one of \(TerrainAttribute.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.covariate = covariate
    self.attribute = attribute
    switch covariate.transfer {
    case .aggregate(let rule):
      way = terrain.cells == .nested ? .nested : .centre
      // Directions go as two layers, each by its mean.
      self.rule = rule == .vectorMean ? .mean : AggregationRule(rule)
      minimumShare = terrain.minimumShare
    case .resample(let method):
      way = CellWay(method)
      rule = .mean
      minimumShare = 0
    }
  }

  /// The attributes whose layers it is made of: a direction is the direction of the mean of two.
  var attributes: [TerrainAttribute] { way != nil && attribute.isCircular ? [.eastness, .northness] : [attribute] }

  /// Writes the covariate from the layers of its attributes on the grid.
  func write(_ layers: [Grid<Double>], to path: String) throws {
    let bands = layers.map { $0.map { Float($0) } }
    guard covariate.form == .circular, bands.count == 2 else { return try Layers.write(bands, to: path) }
    try Layers.writeDirection(sine: bands[0], cosine: bands[1], to: path)
  }
}

/// Covariates that reach the grid by the same cells, so that one pass over the model gives them all.
struct CovariateGroup {
  let way: CellWay
  let minimumShare: Double
  let covariates: [DerivedCovariate]

  /// The attributes of the layers, those of one covariate side by side, and what becomes of their fine cells.
  var layers: [AttributeLayer] {
    covariates.flatMap { covariate in covariate.attributes.map { AttributeLayer($0, covariate.rule) } }
  }

  /// In the order of the covariates; those that are warped are in none.
  static func groups(of covariates: [DerivedCovariate]) -> [CovariateGroup] {
    var groups: [CovariateGroup] = []
    for covariate in covariates {
      guard let way = covariate.way else { continue }
      if groups.contains(where: { $0.way == way && $0.minimumShare == covariate.minimumShare }) { continue }
      groups.append(
        CovariateGroup(
          way: way, minimumShare: covariate.minimumShare,
          covariates: covariates.filter { $0.way == way && $0.minimumShare == covariate.minimumShare }))
    }
    return groups
  }

  /// Writes each covariate from the layers of the group on the grid.
  func write(_ layers: [Grid<Double>], _ context: TaskContext) throws {
    var next = 0
    for covariate in covariates {
      let end = next + covariate.attributes.count
      try covariate.write(
        Array(layers[next..<end]), to: context.output(CovariateStage.file(covariate.covariate)))
      next = end
    }
  }
}

extension CellWay {
  init?(_ method: CovariateSpecification.Resample) {
    switch method {
    case .fourNeighbours: self = .fourNeighbours
    case .widenedBilinear: self = .widenedBilinear
    case .nearest, .bilinear, .average, .mode: return nil
    }
  }
}

extension TerrainOptions {
  /// The kernel's options for the manifest's.
  init(_ specification: TerrainSpecification) {
    self.init(
      stencil: specification.stencil == .horn ? .horn : .zevenbergenThorne,
      curvature: CurvatureConvention(specification.curvature), ruggedness: Ruggedness(specification.ruggedness),
      minimumGradient: specification.minimumGradient,
      flatCurvature: specification.flatCurvature == .zero ? .zero : .missing,
      minimumTanSlope: specification.minimumTanSlope, positionRadius: specification.positionRadius,
      transport: TransportIndex(
        areaExponent: specification.transport.areaExponent, slopeExponent: specification.transport.slopeExponent,
        hasFactor: specification.transport.hasFactor),
      slopeLength: SlopeLengthRule(
        share: specification.slopeLength.cut, shareWhenGentle: specification.slopeLength.cutWhenGentle,
        gentle: specification.slopeLength.gentle),
      routing: Routing(specification.routing),
      closedBasins: ClosedBasins(
        minimumDepth: specification.closedBasins?.minimumDepth, minimumArea: specification.closedBasins?.minimumArea),
      channelCells: specification.channelCells)
  }
}

extension TerrainOptions.CurvatureConvention {
  init(_ curvature: TerrainSpecification.Curvature) {
    switch curvature {
    case .geometric: self = .geometric
    case .zt: self = .zevenbergenThorne
    case .saga: self = .saga
    }
  }
}

extension TerrainOptions.Ruggedness {
  init(_ ruggedness: TerrainSpecification.Ruggedness) {
    switch ruggedness {
    case .riley: self = .riley
    case .wilson: self = .wilson
    case .rms: self = .rootMeanSquare
    case .rmsOfNine: self = .rootMeanSquareOfNine
    }
  }
}

extension Routing {
  init(_ routing: TerrainSpecification.Routing) {
    switch routing {
    case .d8: self = .steepest
    case .mfd: self = .multiple(.freeman)
    case .dinf: self = .infinite
    }
  }
}
