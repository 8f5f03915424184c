import Statistics

/// Follows the least squared misfit as one group is moved away from the fit and the others are fitted anew.
struct GroupTracer {
  typealias Point = GroupPolish.Point

  /// What was found on one side.
  struct End {
    /// The farthest allowed value; `nil` where the bound is allowed.
    var value: Double?
    /// A point that betters the fit by more than rounding.
    var better: Point?
  }

  private let polish: GroupPolish
  private let fit: Point
  /// The largest sum of squares that is allowed.
  let threshold: Double
  /// How far linear theory expects each group to be allowed; `nil` where it does not know.
  private let reach: [Double?]

  /// - Parameter ratio: by what share of its sum of squares the fit may be worsened.
  init(_ model: GroupModel, _ box: GroupBox, from fit: GroupFit, ratio: Double) {
    polish = GroupPolish(model, within: box)
    self.fit = Point(groups: fit.groups.vector, squares: fit.sumOfSquares)
    threshold = fit.sumOfSquares * (1 + ratio)
    let covariance = GroupCovariance(of: model, at: fit.groups)?.covariance
    reach = fit.groups.vector.indices.map { group in
      covariance?[group][group].map { ($0 * ratio * fit.sumOfSquares).squareRoot() }
    }
  }

  /// The end of the allowed values of a group on one side.
  func end(of group: Int, towards side: BoundContact) -> End {
    let range = polish.bounds[group]
    let bound = side == .lower ? range.lowerBound : range.upperBound
    var inside = fit
    var search = Search(fit)
    guard inside.groups[group] != bound else { return End() }
    let atBound = search.note(thorough(group, at: bound, near: inside))
    if atBound.squares <= threshold { return End(better: search.better) }

    // A minimum found from afar may allow more than the valley that leads out from the fit: then on from there.
    for _ in 0..<5 {
      var outside = atBound
      var stride = firstStride(of: group, from: inside.groups[group])
      while outside == atBound {
        let value = next(after: inside.groups[group], by: &stride, towards: side)
        // Below the least normal number nothing but 0 is left, which was looked at.
        if side == .lower, value < .leastNormalMagnitude { return End(better: search.better) }
        guard side == .lower ? value > bound : value < bound else { break }
        let point = search.note(near(group, at: value, from: [inside]))
        if point.squares <= threshold { inside = point } else { outside = point }
      }
      (inside, outside) = narrowed(group, inside, outside, &search)
      let challenge = search.note(thorough(group, at: outside.groups[group], near: inside))
      guard challenge.squares <= threshold else { break }
      inside = challenge
    }
    return End(value: isAtTheEndOfNumbers(inside) ? nil : inside.groups[group], better: search.better)
  }

  /// Whether erosion is so small that a little less has no number: then that, and not the profiles, stopped the group.
  ///
  /// Towards h₀ = 0, which itself is rejected, erosion vanishes and thickness tends to one constant, or to one that
  /// follows climate as far as the bound of b lets it. Where that is allowed h₀ has no lower end.
  private func isAtTheEndOfNumbers(_ point: Point) -> Bool {
    (polish.model.losses(point.groups)?.min() ?? 0) < 1e-240
  }

  /// Halves the distance, in logarithms where both values are positive, until it is below 1e-5 of the value.
  ///
  /// The root of the rise of the misfit is nearly linear in the value, so a straight line between the two points meets
  /// the threshold better than their middle does; where a side stays too long, its weight is halved (Illinois).
  private func narrowed(
    _ group: Int, _ inside: Point, _ outside: Point, _ search: inout Search
  ) -> (inside: Point, outside: Point) {
    var (inside, outside) = (inside, outside)
    let inLogarithms = min(inside.groups[group], outside.groups[group]) > 0
    func coordinate(_ point: Point) -> Double {
      inLogarithms ? Portable.log(point.groups[group]) : point.groups[group]
    }
    func height(_ point: Point) -> Double {
      let rise = max(point.squares - fit.squares, 0) / (threshold - fit.squares)
      return rise.squareRoot() - 1
    }
    var (low, high) = (height(inside), height(outside))
    var lastWasInside: Bool?
    for _ in 0..<60 {
      let (start, end) = (coordinate(inside), coordinate(outside))
      let tolerance = inLogarithms ? 1e-5 : 1e-5 * max(start.magnitude, end.magnitude)
      guard (end - start).magnitude > tolerance else { break }
      let share = low / (low - high)
      // Without a finite height, or at the very end of the range, the middle.
      let weight = share > 0.001 && share < 0.999 && high < 30 ? share : 0.5
      let middle = start + weight * (end - start)
      let value = inLogarithms ? Portable.exp(middle) : middle
      guard value != inside.groups[group], value != outside.groups[group] else { break }
      let point = search.note(near(group, at: value, from: [inside, outside]))
      let isInside = point.squares <= threshold
      if isInside {
        inside = point
        low = height(point)
        if lastWasInside == true { high *= 0.5 }
      } else {
        outside = point
        high = height(point)
        if lastWasInside == false { low *= 0.5 }
      }
      lastWasInside = isInside
    }
    return (inside, outside)
  }

  /// The ratio of the next value to this one, or the next value itself where this one is 0.
  private func firstStride(of group: Int, from value: Double) -> Double {
    let reach = reach[group].flatMap { $0 > 0 ? $0 : nil }
    guard value > 0 else { return reach ?? 1e-9 * polish.bounds[group].upperBound }
    return 1 + min(max((reach ?? value) / value, 1e-3), 1)
  }

  /// The next value outward; strides grow.
  private func next(after value: Double, by stride: inout Double, towards side: BoundContact) -> Double {
    guard value > 0 else {
      let first = stride
      stride = 2
      return first
    }
    let next = side == .lower ? value / stride : value * stride
    stride = min(stride * stride, 1e12)
    return next
  }

  private func pinning(_ group: Int) -> GroupPolish {
    var polish = polish
    polish.pinned = group
    return polish
  }

  /// The end of the best search from the neighbours, moved so that the group has `value`.
  private func near(_ group: Int, at value: Double, from neighbours: [Point]) -> Point {
    let polish = pinning(group)
    let starts = neighbours.map { neighbour in
      var alone = neighbour.groups
      alone[group] = value
      var together = alone
      if group >= 2, neighbour.groups[group] > 0, value > 0 {
        // All three processes in proportion leave every profile its erosion.
        let factor = value / neighbour.groups[group]
        for other in 2..<5 where other != group { together[other] *= factor }
        together = polish.box.nearest(to: together)
        together[group] = value
      }
      let (one, all) = (polish.point(alone), polish.point(together))
      return all.squares < one.squares ? all : one
    }
    return polish.best(from: starts) ?? Point(groups: fit.groups, squares: .infinity)
  }

  /// As `near`, from every other sharing-out of erosion too.
  private func thorough(_ group: Int, at value: Double, near neighbour: Point) -> Point {
    let polish = pinning(group)
    var moved = neighbour.groups
    moved[group] = value
    let warm = near(group, at: value, from: [neighbour])
    guard moved[0] > 0, let other = polish.best(from: polish.starts(around: moved)) else { return warm }
    return other.squares < warm.squares ? other : warm
  }

  /// Remembers the best point that betters the fit by more than rounding.
  private struct Search {
    let least: Double
    var better: Point?

    init(_ fit: Point) { least = fit.squares * (1 - 1e-9) }

    mutating func note(_ point: Point) -> Point {
      if point.squares < better?.squares ?? least { better = point }
      return point
    }
  }
}
