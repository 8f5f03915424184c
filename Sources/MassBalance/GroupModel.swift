package import Grids
import Statistics

/// Thickness at the profiles of one zone as a function of the five groups, made ready for least squares.
///
/// A vector of groups has the order of `IdentifiableGroups.names`. As in `ProfileSample`, thickness is not let below 0,
/// and groups that make the erosion of any profile not positive, or h₀ not positive, are rejected.
package struct GroupModel: Sendable {
  /// EEMT of each profile.
  let energy: [Double]
  /// Water erosion, wind erosion and curvature of each profile: what the last three groups multiply.
  let processes: [[Double]]
  /// The observed thickness of each profile, m.
  package let observed: [Double]

  /// - Parameters:
  ///   - forcing: one for each profile. Its depth to bedrock is not used.
  ///   - observed: the thickness of each profile.
  /// - Precondition: as many `forcing` as `observed`.
  package init(forcing: [Forcing], observed: [Quantity<Metre>]) {
    precondition(forcing.count == observed.count, "\(forcing.count) places, \(observed.count) observations")
    energy = forcing.map(\.eemt.value)
    processes = [
      forcing.map(\.waterErosion.value), forcing.map(\.windErosion.value), forcing.map(\.curvature.value),
    ]
    self.observed = observed.map(\.value)
  }

  package var count: Int { observed.count }

  /// The thickness at each profile, m; `nil` where the groups are rejected.
  package func thickness(_ groups: IdentifiableGroups) -> [Double]? {
    losses(groups.vector).map { depths(groups.vector, of: $0).map { max($0, 0) } }
  }

  /// The sum of the squared misfits, m²; `nil` where the groups are rejected or a misfit is not a number.
  package func sumOfSquares(_ groups: IdentifiableGroups) -> Double? {
    let sum = squares(groups.vector)
    return sum.isFinite ? sum : nil
  }

  /// As `sumOfSquares`, infinite where that is `nil`.
  func squares(_ groups: [Double]) -> Double {
    guard let losses = losses(groups) else { return .infinity }
    let depths = depths(groups, of: losses)
    var sum = 0.0
    for place in depths.indices {
      let misfit = max(depths[place], 0) - observed[place]
      sum += misfit * misfit
    }
    return sum.isNaN ? .infinity : sum
  }

  /// What the groups lose at each profile, over a ρc/ρs; `nil` where one loses nothing.
  func losses(_ groups: [Double]) -> [Double]? {
    guard groups[0] > 0, count > 0 else { return nil }
    var losses = [Double](repeating: 0, count: count)
    for place in losses.indices {
      let loss =
        groups[2] * processes[0][place] + groups[3] * processes[1][place] + groups[4] * processes[2][place]
      guard loss >= .leastNormalMagnitude, loss < .infinity else { return nil }
      losses[place] = loss
    }
    return losses
  }

  /// The thickness before it is held at 0.
  func depths(_ groups: [Double], of losses: [Double]) -> [Double] {
    var depths = losses
    depths.withUnsafeMutableBufferPointer { Portable.logOfNormal(inPlace: $0) }
    for place in depths.indices { depths[place] = groups[0] * (groups[1] * energy[place] - depths[place]) }
    return depths
  }

  /// The derivatives of thickness in the groups themselves, a column for each group and a row for each profile, m over
  /// the unit of the group; zero where thickness is held at 0. `nil` where the groups are rejected.
  func derivatives(_ groups: [Double]) -> [[Double]]? {
    guard let losses = losses(groups) else { return nil }
    let depths = depths(groups, of: losses)
    func column(_ derivative: (Int) -> Double) -> [Double] {
      depths.indices.map { depths[$0] > 0 ? derivative($0) : 0 }
    }
    return [column { depths[$0] / groups[0] }, column { groups[0] * energy[$0] }]
      + processes.map { process in column { -groups[0] * process[$0] / losses[$0] } }
  }
}

extension IdentifiableGroups {
  /// - Parameter vector: in the order of `names`; `nil` unless it has five elements.
  package init?(vector: [Double]) {
    guard vector.count == Self.names.count else { return nil }
    self.init(ordered: vector)
  }

  /// - Precondition: `vector` has five elements.
  init(ordered vector: [Double]) {
    h0 = vector[0]
    b = vector[1]
    water = vector[2]
    wind = vector[3]
    grav = vector[4]
  }
}
