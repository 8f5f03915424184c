import Grids
import Statistics

/// Lakes in the hollows and glaciers on the heights, as outlines.
struct WaterAndIce: Sendable {
  var lakes: [Ring]
  var glaciers: [Ring]

  init(covariates: Covariates, inside: Mask, parameters: TwinParameters, seed: UInt64) {
    let height = covariates.elevation.map { Double($0) }
    // Glaciers lie high, and higher than the 70 km around them; lakes lower than these, and where it is so dry that
    // hollows do not find a way out.
    let reach = Int(35_000 / height.geometry.cellWidth)
    let around = boxMean(covariates.elevation, reach: reach)
    var hollow = height
    var summit = height
    for offset in around.indices {
      let isWet = covariates.precipitation.cells[offset] > 550
      hollow.cells[offset] = around[offset] - height.cells[offset] - (isWet ? 1000 : 0)
      summit.cells[offset] += 2 * (height.cells[offset] - around[offset])
    }
    func bodies(_ name: String, count: Double, share: Double, score: Grid<Double>, avoiding: [Blob]) -> [Blob] {
      var stream = RandomStream(seed: seed, name: "twin/\(name)")
      return Self.place(
        Self.blobs(count: Int(count), area: share * parameters.area * 1e6, stream: &stream), by: score,
        inside: inside, avoiding: avoiding, stream: &stream)
    }
    let ice = bodies(
      "glaciers", count: parameters.glacierCount, share: parameters.glacierShare, score: summit, avoiding: [])
    let water = bodies(
      "lakes", count: parameters.lakeCount, share: parameters.lakeShare, score: hollow, avoiding: ice)
    glaciers = ice.map(\.ring)
    lakes = water.map(\.ring)
  }

  /// A rounded, lobed outline.
  private struct Blob {
    var centre = MapPoint(x: 0, y: 0)
    /// Radius of the circle of the same area, m.
    var radius: Double
    var twofold: Double
    var threefold: Double

    var ring: Ring { Ring.lobed(centre: centre, radius: radius, twofold: twofold, threefold: threefold) }
  }

  /// Outlines of log-normal area (standard deviation 0.8) that together cover `area`, the largest first.
  private static func blobs(count: Int, area: Double, stream: inout RandomStream) -> [Blob] {
    let sizes = (0..<count).map { _ in Portable.exp(0.8 * stream.normal()) }.sorted(by: >)
    let total = sizes.reduce(0, +)
    return sizes.map { size in
      Blob(
        radius: (area * size / total / .pi).squareRoot(), twofold: 2 * .pi * stream.uniform(),
        threefold: 2 * .pi * stream.uniform())
    }
  }

  /// Gives each outline the best of 4000 random places that is inside and clear of those placed before it.
  private static func place(
    _ blobs: [Blob], by score: Grid<Double>, inside: Mask, avoiding others: [Blob], stream: inout RandomStream
  ) -> [Blob] {
    let geometry = inside.geometry
    var candidates: [(point: MapPoint, score: Double)] = []
    for _ in 0..<4000 {
      let point = MapPoint(
        x: geometry.west + stream.uniform() * (geometry.east - geometry.west),
        y: geometry.south + stream.uniform() * (geometry.north - geometry.south))
      guard let cell = geometry.cell(containing: point), inside[cell] else { continue }
      candidates.append((point, score[cell]))
    }
    // Of places in one cell the first drawn comes first, whatever the algorithm of the sort.
    let ranked = candidates.indices.sorted { a, b in
      candidates[a].score == candidates[b].score ? a < b : candidates[a].score > candidates[b].score
    }.map { candidates[$0] }
    var placed: [Blob] = []
    for var blob in blobs {
      let free = ranked.first { candidate in
        (others + placed).allSatisfy { other in
          let dx = candidate.point.x - other.centre.x
          let dy = candidate.point.y - other.centre.y
          let clearance = 1.6 * (blob.radius + other.radius)
          return dx * dx + dy * dy > clearance * clearance
        }
      }
      guard let free else { continue }
      blob.centre = free.point
      placed.append(blob)
    }
    return placed
  }
}
