package import Grids
import Statistics

/// One observed soil profile.
package struct SoilProfile: Hashable, Sendable {
  package var id: String
  package var location: MapPoint
  /// Observed thickness, m: the truth and noise.
  package var thickness: Double
  /// The thickness without noise, m.
  package var trueThickness: Double
  /// The true zone of its cell, 1 to 8.
  package var zone: Int
  /// True on a lake or glacier.
  package var isMasked: Bool
}

/// Why a plateau cannot be made.
package enum TwinError: Error, Hashable, CustomStringConvertible {
  /// A true zone, or with `zone` nil the masked cells, has fewer cells than profiles.
  case tooFewCells(zone: Int?, cells: Int, profiles: Int)

  package var description: String {
    switch self {
    case .tooFewCells(let zone, let cells, let profiles):
      let place = zone.map { "true zone \($0) has" } ?? "lakes and glaciers have"
      return """
        twin: error: \(place) \(cells) cells for \(profiles) profiles
          ask for fewer profiles, take another seed, or smaller cells
        """
    }
  }
}

extension SoilProfile {
  /// Draws profiles at random places in distinct cells: in each true zone as many as `counts` says, where erosion is above
  /// the floor and no lake or glacier lies, and `masked` of them on lakes and glaciers.
  ///
  /// Their numbers follow a random order, so that none of them tells the zone.
  static func draw(
    truth: Truth, masked: Mask, parameters: TwinParameters, seed: UInt64
  ) throws(TwinError) -> [SoilProfile] {
    let geometry = truth.zones.geometry
    var eligible = [[Int]](repeating: [], count: PublishedZone.all.count)
    var onMask: [Int] = []
    for offset in 0..<geometry.count {
      guard let zone = truth.zones.cells[offset] else { continue }
      if masked.cells[offset] {
        onMask.append(offset)
      } else if truth.erosion.cells[offset] > parameters.erosionFloor {
        eligible[Int(zone) - 1].append(offset)
      }
    }

    var cells: [Int] = []
    for (index, count) in parameters.profiles.enumerated() {
      cells += try pick(count, of: eligible[index], zone: index + 1, seed: seed)
    }
    cells += try pick(parameters.maskedProfiles, of: onMask, zone: nil, seed: seed)

    var order = RandomStream(seed: seed, name: "twin/profiles/order")
    order.shuffle(&cells)
    var place = RandomStream(seed: seed, name: "twin/profiles/place")
    var noise = RandomStream(seed: seed, name: "twin/profiles/noise")
    return cells.enumerated().map { number, offset in
      let centre = geometry.centre(of: geometry.cell(at: offset))
      let location = MapPoint(
        x: centre.x + (place.uniform() - 0.5) * geometry.cellWidth,
        y: centre.y + (place.uniform() - 0.5) * geometry.cellHeight)
      let exact = Double(truth.thickness.cells[offset])
      let digits = String(number + 1)
      return SoilProfile(
        id: "P" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits, location: location,
        thickness: max(parameters.leastThickness, exact + parameters.noise * noise.normal()), trueThickness: exact,
        zone: Int(truth.zones.cells[offset] ?? 0), isMasked: masked.cells[offset])
    }
  }

  private static func pick(_ count: Int, of cells: [Int], zone: Int?, seed: UInt64) throws(TwinError) -> [Int] {
    guard cells.count >= count else { throw TwinError.tooFewCells(zone: zone, cells: cells.count, profiles: count) }
    var stream = RandomStream(seed: seed, name: "twin/profiles/\(zone.map(String.init) ?? "masked")")
    var cells = cells
    // The first steps of a shuffle.
    for next in 0..<count { cells.swapAt(next, next + stream.below(cells.count - next)) }
    return Array(cells[..<count])
  }
}
