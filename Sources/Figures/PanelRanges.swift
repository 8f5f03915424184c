/// What of a panel's numbers has a place on its axes, and how far these reach.
extension CurvePanels.Panel {
  /// Whether a point, a mark or a value of the rug can stand here.
  func hasPlace(across x: Double) -> Bool {
    guard isDrawable(x) else { return false }
    return switch scale {
    case .linear: true
    case .logarithmic: x >= leastLogarithmic
    case .circular: (0...360).contains(x)
    case .classes(let names): x >= 0 && x < Double(names.count) && x == x.rounded()
    }
  }

  private func hasPlace(up y: Double) -> Bool { isDrawable(y) && (!isLogarithmicUpwards || y >= leastLogarithmic) }

  /// The ends of the band at a point, where it has one.
  func band(of point: CurvePanels.Point) -> (lower: Double, upper: Double)? {
    guard let lower = point.lower, let upper = point.upper, hasPlace(up: lower), hasPlace(up: upper) else {
      return nil
    }
    return (lower, upper)
  }

  /// The parts of a curve between its gaps, none of them empty. A circular one reaches beyond 0 and 360 where that
  /// closes it.
  func runs(of curve: CurvePanels.Curve) -> [[CurvePanels.Point]] {
    let points = scale == .circular ? closed(curve.points) : curve.points
    let reaches = scale == .circular ? { isDrawable($0) } : hasPlace(across:)
    return points.split { !reaches($0.x) || !hasPlace(up: $0.y) }.map(Array.init)
  }

  /// Points in the order of their directions, with the last before the first and the first after the last.
  private func closed(_ points: [CurvePanels.Point]) -> [CurvePanels.Point] {
    var points = points.filter { isDrawable($0.x) }
    for place in points.indices {
      let rest = points[place].x.truncatingRemainder(dividingBy: 360)
      points[place].x = rest < 0 ? rest + 360 : rest
    }
    points.sort { $0.x < $1.x }
    guard var before = points.last, var after = points.first, points.count > 1 else { return points }
    before.x -= 360
    after.x += 360
    return [before] + points + [after]
  }

  /// The numbers between the ends of the horizontal axis; `nil` where no point has a place.
  var horizontalRange: ClosedRange<Double>? {
    let points = curves.flatMap { runs(of: $0).flatMap(\.self) }
    guard !points.isEmpty else { return nil }
    let values = points.map(\.x) + (rug + marks.map(\.x)).filter { hasPlace(across: $0) }
    switch scale {
    case .circular: return 0...360
    case .classes(let names): return -0.5...Double(names.count) - 0.5
    case .logarithmic: return logarithmicRange(of: values)
    case .linear:
      if isWhole, let least = values.min(), let greatest = values.max() { return least - 0.5...greatest + 0.5 }
      return curveRange(of: values)
    }
  }

  /// Whether the points stand at a few whole numbers, such as numbers of clusters.
  var isWhole: Bool {
    let places = curves.flatMap { runs(of: $0).flatMap { $0.map(\.x) } }
    guard scale == .linear, let least = places.min(), let greatest = places.max() else { return false }
    return greatest - least <= 20 && places.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e6 }
  }

  /// All numbers that the vertical axis must hold.
  var verticalValues: [Double] {
    curves.flatMap { runs(of: $0).flatMap(\.self) }
      .flatMap { point in [point.y] + (band(of: point).map { [$0.lower, $0.upper] } ?? []) }
  }
}

/// Whether a number can be drawn: beyond this the width of a range may be more than a number can say.
private func isDrawable(_ value: Double) -> Bool { value.magnitude <= 1e100 }

/// The least number on a logarithmic axis: reciprocals of smaller ones are not drawable.
private let leastLogarithmic = 1e-100

/// A range that holds all `values` with some room beside them, and them in its middle where they are all but equal.
///
/// Its ends are rounded finely: small panels have no room to spare for a tick at each end.
func curveRange(of values: [Double]) -> ClosedRange<Double>? {
  guard let least = values.min(), let greatest = values.max() else { return nil }
  let size = max(least.magnitude, greatest.magnitude)
  // Labels that tell numbers apart by less than a millionth cannot be read on an axis.
  guard greatest - least > 1e-6 * size else {
    let room = size > 0 ? size / 10 : 1
    return least - room...greatest + room
  }
  let room = (greatest - least) / 30
  return roundRange(of: [least - room, greatest + room], steps: 20)
}
