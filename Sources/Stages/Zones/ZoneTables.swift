import Learning
import Ledger
import Manifests

/// What a release says of the zones beside their map.
struct ZoneTables {
  static let numbersFile = "zone_numbers.csv"
  static let prototypesFile = "zone_prototypes.csv"
  static let qualityFile = "quality.csv"
  static let matchFile = "zone_match.csv"

  var columns: ZoningColumns
  var partition: PrototypePartition
  var zoneQuality: ZoneQuality
  var match: ZoneMatch

  init(columns: ZoningColumns, partition: PrototypePartition, quality: ZoneQuality, match: ZoneMatch) {
    self.columns = columns
    self.partition = partition
    zoneQuality = quality
    self.match = match
  }

  /// The clusters in the order of their zones.
  private var clusters: [(zone: Int, cluster: Int)] {
    match.zone.indices.map { (match.zone[$0], $0) }.sorted { $0.zone < $1.zone }
  }

  /// Centres and modes, in the units of the covariates.
  func prototypes(_ standardise: ZonesSpecification.Standardise) -> Table {
    var table = Table(columns: ["zone", "cells"] + columns.covariates)
    for (zone, cluster) in clusters {
      let centres = columns.prototype(cluster, of: partition.prototypes, standardise)
      table.append(["\(zone)", "\(partition.counts[cluster])"] + centres.map { Table.field($0) })
    }
    return table
  }

  /// Of each zone the cells that made it, their share in the cost, and their mean silhouette.
  var quality: Table {
    var table = Table(columns: ["zone", "cells", "cost", "silhouette", "silhouette_cells"])
    for (zone, cluster) in clusters {
      let own = zoneQuality.clusters[cluster]
      table.append([
        "\(zone)", "\(own.rows)", Table.field(own.cost), Table.field(own.silhouette), "\(own.sampled)",
      ])
    }
    return table
  }

  /// How far each zone is from each published one, and which is next to the one it is matched with; `nil` where nothing
  /// is published.
  var distances: Table? {
    guard let distances = match.distances, let published = distances.first?.count else { return nil }
    var table = Table(
      columns: ["zone", "distance", "nearest", "nearest_distance"] + (1...published).map { "distance_\($0)" })
    for (zone, cluster) in clusters {
      let own = distances[cluster]
      let nearest = own.indices.min { own[$0] < own[$1] } ?? 0  // There is at least one published zone.
      table.append(
        ["\(zone)", Table.field(own[zone - 1]), "\(nearest + 1)", Table.field(own[nearest])]
          + own.map { Table.field($0) })
    }
    return table
  }

  /// The numbers of zones beside one another.
  static func numbers(_ numbers: [ClusterNumber]) -> Table {
    var table = Table(
      columns: ["k", "with_cells", "cost", "relative_cost", "silhouette", "mean_agreement", "least_agreement"])
    for number in numbers {
      let before = numbers.first { $0.clusters == number.clusters - 1 }?.cost ?? 0
      table.append([
        "\(number.clusters)", "\(number.filled)", Table.field(number.cost),
        Table.field(before > 0 ? number.cost / before : nil),
        Table.field(number.silhouette), Table.field(number.meanAgreement), Table.field(number.leastAgreement),
      ])
    }
    return table
  }
}
