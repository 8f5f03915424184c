import Statistics

/// The five groups with the least squared misfit that local searches find from a calibrated set.
///
/// A search for eight parameters of which five mean something stops anywhere in the three directions that do not, and
/// often short of the least misfit. From its set, and from sets that deal out erosion among the processes in other shares
/// and have less depth, `GroupPolish` goes on; the best end is kept, the earliest of equals. No chance enters.
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
    let starts = [1, 0.3].flatMap { polish.starts(around: first.groups, depth: $0) }
    let best = polish.best(from: [first] + starts)
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

  /// Starts that share out erosion among the processes in each of the `mixtures`, without those that are rejected.
  ///
  /// h₀, b h₀ and h₀ times the mean logarithm of erosion are those of `groups`, unless a pinned process sets the size of
  /// erosion.
  /// - Parameter depth: what h₀ is multiplied by before.
  func starts(around groups: [Double], depth: Double = 1) -> [Point] {
    let level = meanLogarithm(groups).map { $0 / depth }
    return mixtures.compactMap { mixture in
      var other = [groups[0] * depth, groups[1] / depth] + mixture
      if let pinned, pinned >= 2, groups[pinned] == 0 { other[pinned] = 0 }
      guard let own = meanLogarithm(other) else { return nil }
      var factor = level.map { Portable.exp($0 - own) } ?? 1e-9
      if let pinned, pinned >= 2, other[pinned] > 0 { factor = groups[pinned] / other[pinned] }
      for group in 2..<5 { other[group] *= factor }
      other = box.nearest(to: other)
      if let pinned { other[pinned] = groups[pinned] }
      let start = point(other)
      return start.squares < .infinity ? start : nil
    }
  }

  /// The mean over the profiles of ln(erosion); `nil` where a profile does not erode.
  private func meanLogarithm(_ groups: [Double]) -> Double? {
    model.losses([1] + groups.dropFirst()).map { losses in
      orderedSum(count: losses.count) { Portable.log(losses[$0]) } / Double(losses.count)
    }
  }
}

extension GroupModel {
  /// Erosion groups in proportions that lie far apart, of no size in particular: the three processes as 1, 1/10 or 1/100
  /// of each other on average; and gravity so large that the first hollow all but gains soil, since there a single
  /// profile can hide the least misfit.
  var mixtures: [[Double]] {
    guard count > 0 else { return [] }
    let sizes = processes.map { values in orderedSum(count: count) { values[$0].magnitude } / Double(count) }
    let units = sizes.map { $0 > 0 ? 1 / $0 : 0 }
    let steps = [1, 0.1, 0.01]
    // No two are multiples of each other.
    let even = steps.flatMap { water in steps.flatMap { wind in steps.map { [water, wind, $0] } } }
      .filter { $0.contains(1) }
      .map { shares in zip(shares, units).map { $0 * $1 } }
    let steep = [(1.0, 0.0), (1, 0.1), (1, 1), (0.1, 1), (0, 1)].flatMap { shares in
      let (water, wind) = (shares.0 * units[0], shares.1 * units[1])
      let limit = processes[2].indices.reduce(Double.infinity) { least, place in
        guard processes[2][place] < 0 else { return least }
        return min(least, (water * processes[0][place] + wind * processes[1][place]) / -processes[2][place])
      }
      return limit > 0 && limit < .infinity ? [0.9, 0.99, 0.9999].map { [water, wind, $0 * limit] } : []
    }
    return even + steep
  }
}
