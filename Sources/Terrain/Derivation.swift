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
///   - spacing: one cell size for each row of `elevation`.
/// - Returns: a grid in the frame of `elevation` for each of `wanted`.
/// - Complexity: O(n), and O(n log n) where flow is needed.
package func derive(
  _ wanted: Set<TerrainAttribute>, from elevation: Grid<Double>, spacing: Spacing,
  options: TerrainOptions = TerrainOptions()
) -> [TerrainAttribute: Grid<Double>] {
  precondition(spacing.rows.count == elevation.geometry.rows, "one cell size for each row")
  let frame = Frame(of: elevation.geometry)
  let heights = frame.enclose(elevation)
  var framed = flowAttributes(wanted, of: heights, in: frame, spacing: spacing, options: options)
  framed.merge(
    windowedAttributes(
      wanted, of: heights, accumulation: framed[.flowAccumulation], in: frame, spacing: spacing, options: options)
  ) { _, new in new }
  return framed.filter { wanted.contains($0.key) }.mapValues { frame.open($0, as: elevation.geometry) }
}

/// The attributes that follow the water, in the layout of the frame, among them those that `wanted` rests on.
private func flowAttributes(
  _ wanted: Set<TerrainAttribute>, of heights: [Double], in frame: Frame, spacing: Spacing, options: TerrainOptions
) -> [TerrainAttribute: [Double]] {
  let routed: Set<TerrainAttribute> = [.flowAccumulation, .slopeLength, .wetness, .transport, .slopePosition]
  guard wanted.contains(.filled) || !wanted.isDisjoint(with: routed) else { return [:] }
  let filled = filled(heights, in: frame)
  guard !wanted.isDisjoint(with: routed) else { return [.filled: filled] }
  let network = FlowNetwork(descending: filled, in: frame, spacing: spacing)
  let accumulation = network.accumulation()
  var attributes: [TerrainAttribute: [Double]] = [.filled: filled, .flowAccumulation: accumulation]
  if wanted.contains(.slopeLength) {
    attributes[.slopeLength] = network.slopeLength(filled, spacing: spacing, rule: options.slopeLength)
  }
  if wanted.contains(.slopePosition) {
    attributes[.slopePosition] = network.slopePosition(
      filled, accumulation: accumulation, channelCells: options.channelCells)
  }
  return attributes
}

/// The attributes of a cell's window, all in one pass over the heights.
private func windowedAttributes(
  _ wanted: Set<TerrainAttribute>, of heights: [Double], accumulation: [Double]?, in frame: Frame, spacing: Spacing,
  options: TerrainOptions
) -> [TerrainAttribute: [Double]] {
  let attributes = TerrainAttribute.allCases.filter { $0.isWindowed && wanted.contains($0) }
  guard !attributes.isEmpty else { return [:] }
  var values = attributes.map { _ in [Double](repeating: .nan, count: frame.count) }
  for row in 0..<frame.rows {
    let size = spacing.rows[row]
    for place in frame.places(ofRow: row) {
      guard let window = Window(heights, around: place, stride: frame.stride) else { continue }
      let surroundings = Surroundings(
        window: window, derivatives: Derivatives(window, cell: size, stencil: options.stencil),
        specificCatchment: accumulation.map { specificCatchment(cells: $0[place], size: size) } ?? .nan)
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
