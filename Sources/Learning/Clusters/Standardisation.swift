/// Mean and standard deviation of a column.
package struct ColumnScale: Hashable, Sendable, Codable {
  package var mean: Double
  /// With division by n; 0 for a column of equal values.
  package var deviation: Double

  /// Sums run in double precision in the order of rows, squares about the mean.
  ///
  /// - Parameter column: finite numbers.
  package init<Value: BinaryFloatingPoint>(of column: [Value]) {
    (mean, deviation) = momentsOf(column)
  }

  /// The column as z-scores, (x − mean) / deviation; zeros where the deviation is 0.
  package func standardised<Value: BinaryFloatingPoint>(_ column: [Value]) -> [Value] {
    zScores(column, mean: mean, deviation: deviation)
  }
}

/// Half the mean standard deviation of the numeric columns: what a mismatch costs when nothing else is said.
///
/// 0.5 for z-scores. 1 for a table without numeric columns, whose mismatches need no weight.
///
/// - Reference: Huang (1998), §4, who takes a third to two thirds of the deviation; the half is that of kmodes.
package func halfMeanDeviation<Value: BinaryFloatingPoint>(of columns: [[Value]]) -> Double {
  halfMeanDeviation(ofDeviations: columns.map { ColumnScale(of: $0).deviation })
}

/// The same from the deviations of the columns as they are compared.
package func halfMeanDeviation(ofDeviations deviations: [Double]) -> Double {
  guard !deviations.isEmpty else { return 1 }
  return 0.5 * deviations.reduce(0, +) / Double(deviations.count)
}

@specialized(where Value == Float)
@specialized(where Value == Double)
private func momentsOf<Value: BinaryFloatingPoint>(_ column: [Value]) -> (mean: Double, deviation: Double) {
  // Equal values are told by comparison: their mean may round away from them and leave a deviation of an ulp.
  guard let first = column.first, column.contains(where: { $0 != first }) else { return (Double(column.first ?? 0), 0) }
  var sum = 0.0
  for value in column { sum += Double(value) }
  let mean = sum / Double(column.count)
  var squares = 0.0
  for value in column {
    let difference = Double(value) - mean
    squares += difference * difference
  }
  return (mean, (squares / Double(column.count)).squareRoot())
}

@specialized(where Value == Float)
@specialized(where Value == Double)
private func zScores<Value: BinaryFloatingPoint>(_ column: [Value], mean: Double, deviation: Double) -> [Value] {
  deviation > 0
    ? column.map { Value((Double($0) - mean) / deviation) } : [Value](repeating: 0, count: column.count)
}
