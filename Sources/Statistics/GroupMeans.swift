/// The mean of the values in each group.
///
/// - Parameters:
///   - values: NaN where there is none.
///   - groups: the group of each value, 0 ..< `count`; `nil` for none.
/// - Returns: one mean a group, summed in the order of the values; NaN for a group without values.
/// - Precondition: as many `groups` as `values`.
package func groupMeans(_ values: [Float], groups: [Int16?], count: Int) -> [Double] {
  precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
  var sums = [Double](repeating: 0, count: count)
  var counts = [Int](repeating: 0, count: count)
  for (value, group) in zip(values, groups) {
    guard let group, !value.isNaN else { continue }
    sums[Int(group)] += Double(value)
    counts[Int(group)] += 1
  }
  return zip(sums, counts).map { $1 == 0 ? .nan : $0 / Double($1) }
}

/// The squared distances between rows of numbers, each column in units of its standard deviation among the reference
/// rows (*n* − 1 below); a column that does not vary there counts in its own unit.
///
/// - Returns: for each of `rows` the distance to each of `references`; NaN where a number is missing.
/// - Precondition: all rows have the same length.
package func standardisedSquaredDistances(from rows: [[Double]], to references: [[Double]]) -> [[Double]] {
  let units = (references.first ?? []).indices.map { column in
    let deviation = standardDeviation(references.map { $0[column] }) ?? 0
    return deviation > 0 ? deviation : 1
  }
  return rows.map { row in
    references.map { reference in
      orderedSum(count: units.count) { column in
        let difference = (row[column] - reference[column]) / units[column]
        return difference * difference
      }
    }
  }
}
