package import Grids

/// The wanted attributes of a surface of heights.
///
/// Windowed attributes (slope, aspect, curvatures, ruggedness) come from the heights as they are; flow follows the
/// filled heights; wetness and transport take their catchment from the flow and their slope from the heights as they
/// are. What several attributes need is computed once. A cell of a 3 × 3 attribute whose window reaches a cell without
/// a value, or the edge, has none.
///
/// - Parameters:
///   - wanted: any attributes.
///   - elevation: heights in metres; not finite where there is none.
///   - lakes: the cells where water ends, in the frame of `elevation`; `nil` for none.
///   - spacing: one cell size for each row of `elevation`.
/// - Returns: a grid in the frame of `elevation` for each of `wanted`.
/// - Complexity: O(n), and O(n log n) where flow is needed.
package func derive(
  _ wanted: Set<TerrainAttribute>, from elevation: Grid<Double>, lakes: Mask? = nil, spacing: Spacing,
  options: TerrainOptions = TerrainOptions()
) -> [TerrainAttribute: Grid<Double>] {
  precondition(spacing.rows.count == elevation.geometry.rows, "one cell size for each row")
  let geometry = elevation.geometry
  let flow = FlowProducts(
    following: wanted, of: elevation, lakes: lakes, spacing: spacing, options: options)
  let frame = Frame(of: geometry)
  var attributes = windowedAttributes(
    wanted, of: frame.enclose(elevation), catchment: flow.specificCatchment, in: frame, spacing: spacing,
    options: options
  ).mapValues { frame.open($0, as: geometry) }
  attributes[.filled] = flow.filled.map { Grid(geometry: geometry, cells: $0.metres) }
  attributes[.flowAccumulation] = flow.accumulation.map { Grid(geometry: geometry, cells: $0) }
  attributes[.slopeLength] = flow.slopeLength.map { Grid(geometry: geometry, cells: $0) }
  attributes[.slopePosition] = flow.slopePosition.map { Grid(geometry: geometry, cells: $0) }
  return attributes
}

extension FlowProducts {
  /// The products that attributes are, or rest on.
  fileprivate init(
    following wanted: Set<TerrainAttribute>, of elevation: Grid<Double>, lakes: Mask?, spacing: Spacing,
    options: TerrainOptions
  ) {
    let rests: [(TerrainAttribute, FlowProduct)] = [
      (.filled, .filled), (.flowAccumulation, .accumulation), (.wetness, .specificCatchment),
      (.transport, .specificCatchment), (.slopeLength, .slopeLength), (.slopePosition, .slopePosition),
    ]
    let products = Set(rests.filter { wanted.contains($0.0) }.map(\.1))
    guard !products.isEmpty else {
      self.init()
      return
    }
    precondition(lakes.map { $0.geometry == elevation.geometry } ?? true, "lakes on another frame")
    self.init(
      products, of: Heights(narrowing: elevation.cells), lakes: lakes?.cells, spacing: spacing, options: options)
  }
}

/// The attributes of a cell's window, all in one pass over the heights.
private func windowedAttributes(
  _ wanted: Set<TerrainAttribute>, of heights: [Double], catchment: [Double]?, in frame: Frame, spacing: Spacing,
  options: TerrainOptions
) -> [TerrainAttribute: [Double]] {
  let attributes = TerrainAttribute.allCases.filter { $0.isWindowed && wanted.contains($0) }
  guard !attributes.isEmpty else { return [:] }
  var values = attributes.map { _ in [Double](repeating: .nan, count: frame.count) }
  for row in 0..<frame.rows {
    let size = spacing.rows[row]
    for (offset, place) in frame.places(ofRow: row).enumerated() {
      guard let window = Window(heights, around: place, stride: frame.stride) else { continue }
      let surroundings = Surroundings(
        window: window, derivatives: Derivatives(window, cell: size, stencil: options.stencil),
        specificCatchment: catchment.map { $0[row * frame.columns + offset] } ?? .nan)
      for (index, attribute) in attributes.enumerated() {
        values[index][place] = surroundings.value(of: attribute, options: options)
      }
    }
  }
  return Dictionary(uniqueKeysWithValues: zip(attributes, values))
}

/// All that a windowed attribute is made from, at one cell.
struct Surroundings {
  let window: Window
  let derivatives: Derivatives
  /// m²/m; NaN where flow was not asked for.
  let specificCatchment: Double

  /// NaN for an attribute that is not windowed.
  func value(of attribute: TerrainAttribute, options: TerrainOptions) -> Double {
    switch attribute {
    case .slope: derivatives.slope
    case .aspect: isFlat(options) ? .nan : derivatives.aspect
    case .laplacian: derivatives.laplacian
    case .generalCurvature: 0 - derivatives.laplacian
    case .profileCurvature:
      directional(
        options.curvature == .geometric ? derivatives.profileOfNormalSection : derivatives.profileZT, options)
    case .planCurvature:
      directional(options.curvature == .geometric ? derivatives.planOfContour : derivatives.planZT, options)
    case .tangentialCurvature: directional(derivatives.tangential, options)
    case .ruggedness: window.ruggedness(options.ruggedness)
    case .wetness:
      wetness(
        specificCatchment: specificCatchment, tanSlope: derivatives.tanSlope, minimum: options.minimumTanSlope)
    case .transport:
      options.transport.value(specificCatchment: specificCatchment, sinSlope: derivatives.sinSlope)
    case .filled, .flowAccumulation, .slopeLength, .slopePosition: .nan
    }
  }

  /// Whether the ground is too level to face anywhere.
  private func isFlat(_ options: TerrainOptions) -> Bool {
    derivatives.squaredGradient == 0 || derivatives.tanSlope < options.minimumGradient
  }

  /// A curvature along or across the gradient, which flat ground does not have.
  private func directional(_ curvature: Double, _ options: TerrainOptions) -> Double {
    guard isFlat(options) else { return curvature }
    return options.flatCurvature == .zero ? 0 : .nan
  }
}
