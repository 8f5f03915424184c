import Statistics

/// The five groups with the least squared misfit that local searches find from a calibrated set.
///
/// A search for eight parameters of which five mean something stops anywhere in the three directions that do not, and
/// often short of the least misfit. From its set, and from sets with the same mean logarithm of erosion dealt out among
/// the processes in other shares, `GroupPolish` goes on; the best end is kept, the earliest of equals. No chance enters.
package struct GroupFit: Hashable, Sendable {
  package var groups: IdentifiableGroups
  /// m².
  package var sumOfSquares: Double
  /// Profiles.
  package var count: Int

  /// m, equation 10 of the paper.
  package var rootMeanSquareError: Double { (sumOfSquares / Double(count)).squareRoot() }

  /// - Parameters:
  ///   - start: the groups of a calibrated set; moved into the box where they lie outside.
  /// - Returns: never worse than `start` in the box; `nil` where it and every other start is rejected, as without
  ///   profiles or without erosion.
  package init?(of model: GroupModel, from start: IdentifiableGroups, within box: GroupBox) {
    let polish = GroupPolish(model, within: box)
    let first = polish.point(box.nearest(to: start.vector))
    let best = polish.best(from: [first] + polish.starts(around: first.groups))
    guard let best, best.squares < .infinity else { return nil }
    self.init(best, count: model.count)
  }

  init(_ point: GroupPolish.Point, count: Int) {
    groups = IdentifiableGroups(ordered: point.groups)
    sumOfSquares = point.squares
    self.count = count
  }
}

extension GroupPolish {
  /// The best end of the searches from `starts`; `nil` without any.
  func best(from starts: [Point]) -> Point? {
    starts.map(end).min { $0.squares < $1.squares }
  }

  /// Starts that share out erosion among the three processes as 1, 1/10 or 1/100 of each other.
  ///
  /// h₀, b and the mean logarithm of erosion are those of `groups`, unless a pinned process sets the size of erosion.
  /// Starts that are rejected are left out.
  func starts(around groups: [Double]) -> [Point] {
    guard model.count > 0 else { return [] }
    let sizes = model.processes.map { values in
      orderedSum(count: values.count) { values[$0].magnitude } / Double(values.count)
    }
    let level = meanLogarithm(groups)
    var points: [Point] = []
    for shares in Self.shares {
      var other = groups
      for process in 0..<3 {
        let isAbsent = sizes[process] == 0 || (process + 2 == pinned && groups[process + 2] == 0)
        other[process + 2] = isAbsent ? 0 : shares[process] / sizes[process]
      }
      guard let own = meanLogarithm(other) else { continue }
      var factor = level.map { Portable.exp($0 - own) } ?? 1e-9
      if let pinned, pinned >= 2, other[pinned] > 0 { factor = groups[pinned] / other[pinned] }
      for group in 2..<5 {
        other[group] = min(max(other[group] * factor, bounds[group].lowerBound), bounds[group].upperBound)
      }
      if let pinned { other[pinned] = groups[pinned] }
      let point = point(other)
      if point.squares < .infinity { points.append(point) }
    }
    return points
  }

  private func meanLogarithm(_ groups: [Double]) -> Double? {
    model.losses([1] + groups.dropFirst()).map { losses in
      orderedSum(count: losses.count) { Portable.log(losses[$0]) } / Double(losses.count)
    }
  }

  /// Shares of water, wind and gravity, no two of which are multiples of each other.
  private static let shares: [[Double]] = [1, 0.1, 0.01].flatMap { water in
    [1, 0.1, 0.01].flatMap { wind in [1, 0.1, 0.01].map { [water, wind, $0] } }
  }.filter { $0.contains(1) }
}
