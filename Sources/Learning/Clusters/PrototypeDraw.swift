import Statistics

/// Draws the rows on which prototypes begin, evenly or after k-means++ with the mixed distance.
///
/// By k-means++ the first row is drawn evenly, each later one with a probability proportional to its distance (squared differences
/// + γ · mismatches) from the nearest row drawn before. Where all distances are 0, evenly again.
///
/// - Returns: `settings.clusters` rows in the order drawn.
/// - Reference: Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA, 1027–1035.
func drawRows<Value>(
  _ table: MixedTable<Value>, _ settings: PrototypeSettings, seed: UInt64, number: Int
) -> [Int] {
  var stream = RandomStream(seed: seed, name: "prototypes/start-\(number)")
  guard settings.draw == .plusPlus else {
    var rows = sampledRows(settings.clusters, of: table.rows, &stream)
    stream.shuffle(&rows)
    return rows
  }
  var rows = [stream.below(table.rows)]
  var nearest = [Value](repeating: .infinity, count: table.rows)
  table.withOpenTable(gamma: settings.gamma) { open in
    let memory = TileMemory<Value>()
    while rows.count < settings.clusters {
      let last = table.open(table.prototypes(at: [rows[rows.count - 1]]))[0]
      var tiles: [Double] = []
      for first in stride(from: 0, to: table.rows, by: rowsInTile) {
        let count = min(rowsInTile, table.rows - first)
        measure(
          open, last, first: first, count: count, distance: memory.distance, mismatches: memory.mismatches)
        tiles.append(lower(&nearest, first: first, count: count, to: memory.distance))
      }
      rows.append(draw(nearest, tiles, &stream))
    }
  }
  return rows
}

/// Lowers the distances of some rows to those found now; returns their sum.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func lower<Value: BinaryFloatingPoint>(
  _ nearest: inout [Value], first: Int, count: Int, to distance: UnsafeMutablePointer<Value>
) -> Double {
  var sum = 0.0
  for row in 0..<count {
    if distance[row] < nearest[first + row] { nearest[first + row] = distance[row] }
    sum += Double(nearest[first + row])
  }
  return sum
}

/// A row, with probability proportional to its weight; `tiles` are the sums of weights over tiles of rows.
private func draw<Value: BinaryFloatingPoint>(_ weights: [Value], _ tiles: [Double], _ stream: inout RandomStream)
  -> Int
{
  let total = tiles.reduce(0, +)
  guard total > 0, total.isFinite else { return stream.below(weights.count) }
  var rest = stream.uniform() * total
  var tile = 0
  while tile < tiles.count - 1, rest >= tiles[tile] {
    rest -= tiles[tile]
    tile += 1
  }
  let rows = tile * rowsInTile..<min((tile + 1) * rowsInTile, weights.count)
  for row in rows where weights[row] > 0 {
    rest -= Double(weights[row])
    if rest < 0 { return row }
  }
  // Rounding left a remainder: the last row that may be drawn.
  return weights.lastIndex { $0 > 0 } ?? 0
}
