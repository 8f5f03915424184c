import Statistics

/// A local search for the groups of least squared misfit inside a box, by the method of Levenberg and Marquardt.
///
/// Unknowns are h₀, b and the logarithms of the three erosion groups. With A = h₀ · ln(erosion) and B = h₀ b thickness is
/// linear in h₀, A and B, so a step keeps what it says of A and B: the changes of b and of the logarithms are taken over
/// the new h₀ instead of the old one. The long valley along which h₀ trades with the size of erosion is then straight,
/// and a step may cross it at once.
///
/// A group at a bound stays there while the misfit falls towards the outside. A process that matters little anywhere is
/// tried at 0, which no logarithm reaches, and one at 0 is tried above it where the misfit falls that way.
struct GroupPolish {
  /// A vector of groups with its sum of squared misfits, infinite where it is rejected.
  struct Point: Hashable {
    var groups: [Double]
    var squares: Double
  }

  let model: GroupModel
  let box: GroupBox
  /// `GroupModel.mixtures`, made once.
  let mixtures: [[Double]]
  /// The place of a group that keeps the value of the start.
  var pinned: Int?
  /// Steps from one start.
  var maximumSteps = 200

  init(_ model: GroupModel, within box: GroupBox) {
    self.model = model
    self.box = box
    mixtures = model.mixtures
  }

  var bounds: [ClosedRange<Double>] { box.bounds }

  func point(_ groups: [Double]) -> Point { Point(groups: groups, squares: model.squares(groups)) }

  /// The end of the search from `start`, never worse than it.
  func end(from start: Point) -> Point {
    guard start.squares < .infinity else { return start }
    var best = descend(from: start)
    for _ in 0..<6 {
      guard let other = acrossZero(best) else { break }
      best = descend(from: other)
    }
    return best
  }

  private func descend(from start: Point) -> Point {
    var best = start
    var damping = 1e-3
    for _ in 0..<maximumSteps {
      guard let equations = NormalEquations(model, at: best.groups) else { break }
      let free = best.groups.indices.filter { isFree($0, best.groups, equations) }
      guard !free.isEmpty else { break }
      let before = best.squares
      while damping < 1e12 {
        if let groups = step(from: best.groups, equations, free, damping), groups != best.groups {
          let next = point(groups)
          if next.squares < best.squares {
            best = next
            damping = max(damping * 0.1, 1e-12)
            break
          }
        }
        damping *= 8
      }
      guard before - best.squares > 1e-13 * before else { break }
    }
    return best
  }

  /// Whether a group may change: it is not pinned, does something, and is not held by a bound.
  private func isFree(_ group: Int, _ groups: [Double], _ equations: NormalEquations) -> Bool {
    let range = bounds[group]
    guard group != pinned, range.upperBound > range.lowerBound, equations.squares[group * 6] > 0 else { return false }
    // An erosion group at 0 has no logarithm; its row is empty.
    if groups[group] <= range.lowerBound, equations.slope[group] >= 0 { return false }
    return !(groups[group] >= range.upperBound && equations.slope[group] <= 0)
  }

  /// The groups after one damped step of those that are `free`.
  private func step(
    from groups: [Double], _ equations: NormalEquations, _ free: [Int], _ damping: Double
  ) -> [Double]? {
    var matrix = [Double](repeating: 0, count: free.count * free.count)
    for (row, group) in free.enumerated() {
      for (column, other) in free.enumerated() {
        // Each unknown in units of its own effect, whose square is the diagonal.
        let scale = (equations.squares[group * 6] * equations.squares[other * 6]).squareRoot()
        matrix[row * free.count + column] = equations.squares[group * 5 + other] / scale
      }
      matrix[row * free.count + row] += damping
    }
    let right = free.map { -equations.slope[$0] / equations.squares[$0 * 6].squareRoot() }
    guard let solution = solvePositiveDefinite(matrix, right) else { return nil }
    var change = [Double](repeating: 0, count: 5)
    for (row, group) in free.enumerated() { change[group] = solution[row] / equations.squares[group * 6].squareRoot() }

    var next = groups
    next[0] = min(max(groups[0] + change[0], bounds[0].lowerBound, 0.1 * groups[0]), bounds[0].upperBound)
    let shrink = groups[0] / next[0]
    next[1] = min(max(groups[1] + change[1] * shrink, bounds[1].lowerBound), bounds[1].upperBound)
    for group in 2..<5 where change[group] != 0 {
      let factor = Portable.exp(min(max(change[group] * shrink, -6), 6))
      next[group] = min(max(groups[group] * factor, bounds[group].lowerBound), bounds[group].upperBound)
    }
    if let pinned { next[pinned] = groups[pinned] }
    return next.allSatisfy(\.isFinite) ? next : nil
  }

  /// `best` with a process taken away that did no good, or with one brought in that does; `nil` where there is none.
  private func acrossZero(_ best: Point) -> Point? {
    guard let losses = model.losses(best.groups) else { return nil }
    for process in 0..<3 where process + 2 != pinned && bounds[process + 2].lowerBound == 0 {
      let values = model.processes[process]
      let group = process + 2
      let largest = values.indices.reduce(0) { max($0, (values[$1] / losses[$1]).magnitude) }
      guard largest > 0, largest < .infinity else { continue }
      var other = best.groups
      if best.groups[group] > 0 {
        guard best.groups[group] * largest < 0.03 else { continue }
        other[group] = 0
        let without = point(other)
        if without.squares <= best.squares { return without }
      } else {
        for share in [1e-2, 1e-4, 1e-6] {
          other[group] = min(share / largest, bounds[group].upperBound)
          let with = point(other)
          // A gain that rounding could make is none, or the process would come and go.
          if with.squares < best.squares * (1 - 1e-12) { return with }
        }
      }
    }
    return nil
  }
}

/// JᵀJ and Jᵀr, r being modelled less observed thickness and J its derivatives in h₀, b and the logarithms of the erosion
/// groups.
struct NormalEquations {
  /// 5 × 5, row after row.
  var squares = [Double](repeating: 0, count: 25)
  var slope = [Double](repeating: 0, count: 5)

  /// `nil` where the groups are rejected.
  init?(_ model: GroupModel, at groups: [Double]) {
    guard let losses = model.losses(groups) else { return nil }
    let depths = model.depths(groups, of: losses)
    var row = (0.0, 0.0, 0.0, 0.0, 0.0)
    for place in depths.indices where depths[place] > 0 {
      let misfit = depths[place] - model.observed[place]
      let perLoss = -groups[0] / losses[place]
      row.0 = depths[place] / groups[0]
      row.1 = groups[0] * model.energy[place]
      row.2 = perLoss * groups[2] * model.processes[0][place]
      row.3 = perLoss * groups[3] * model.processes[1][place]
      row.4 = perLoss * groups[4] * model.processes[2][place]
      withUnsafeBytes(of: &row) { bytes in
        let row = bytes.bindMemory(to: Double.self)
        for first in 0..<5 {
          slope[first] += row[first] * misfit
          for second in 0...first { squares[first * 5 + second] += row[first] * row[second] }
        }
      }
    }
    for first in 0..<5 {
      for second in 0..<first { squares[second * 5 + first] = squares[first * 5 + second] }
    }
  }
}
