/// The assignment of every row to a column of its own with the least total cost.
///
/// The Hungarian method with potentials (Kuhn 1955; shortest augmenting paths after Jonker and Volgenant 1987).
///
/// - Parameter cost: rows × columns, not more rows than columns, each row of the same length, every cost finite.
/// - Returns: the column of each row, and the sum of their costs.
/// - Complexity: O(rows² × columns).
package func minimumCostAssignment(_ cost: [[Double]]) -> (assignment: [Int], cost: Double) {
  let rows = cost.count
  let columns = cost.first?.count ?? 0
  precondition(rows <= columns, "\(rows) rows cannot each have one of \(columns) columns")
  precondition(cost.allSatisfy { $0.count == columns && $0.allSatisfy(\.isFinite) }, "a row too short or not finite")
  // Rows and columns count from 1 here; 0 stands for none. A path starts at the new row, held in column 0.
  var rowPotential = [Double](repeating: 0, count: rows + 1)
  var columnPotential = [Double](repeating: 0, count: columns + 1)
  var rowOfColumn = [Int](repeating: 0, count: columns + 1)
  for newRow in stride(from: 1, through: rows, by: 1) {
    rowOfColumn[0] = newRow
    var current = 0
    var distance = [Double](repeating: .infinity, count: columns + 1)
    var previous = [Int](repeating: 0, count: columns + 1)
    var visited = [Bool](repeating: false, count: columns + 1)
    repeat {
      visited[current] = true
      let row = rowOfColumn[current]
      var nearest = 0
      var step = Double.infinity
      for column in 1...columns where !visited[column] {
        let reduced = cost[row - 1][column - 1] - rowPotential[row] - columnPotential[column]
        if reduced < distance[column] {
          distance[column] = reduced
          previous[column] = current
        }
        if distance[column] < step {
          step = distance[column]
          nearest = column
        }
      }
      for column in 0...columns {
        if visited[column] {
          rowPotential[rowOfColumn[column]] += step
          columnPotential[column] -= step
        } else {
          distance[column] -= step
        }
      }
      current = nearest
    } while rowOfColumn[current] != 0
    while current != 0 {
      rowOfColumn[current] = rowOfColumn[previous[current]]
      current = previous[current]
    }
  }
  var assignment = [Int](repeating: 0, count: rows)
  for column in stride(from: 1, through: columns, by: 1) where rowOfColumn[column] > 0 {
    assignment[rowOfColumn[column] - 1] = column - 1
  }
  return (assignment, orderedSum(count: rows) { cost[$0][assignment[$0]] })
}

/// The cheapest assignment that differs from `best` in at least one row; `nil` where there is no other.
///
/// Any other assignment parts with `best` in some row, so it is the cheapest of those found with one of `best`'s pairs
/// made too dear to take.
/// - Parameter best: the outcome of `minimumCostAssignment` for the same `cost`.
package func runnerUpAssignment(_ cost: [[Double]], to best: [Int]) -> (assignment: [Int], cost: Double)? {
  let dear = 1 + 2 * orderedSum(count: cost.count) { row in cost[row].reduce(0) { max($0, $1.magnitude) } }
  var second: (assignment: [Int], cost: Double)?
  for row in best.indices {
    var barred = cost
    barred[row][best[row]] = dear
    let other = minimumCostAssignment(barred)
    if other.assignment[row] != best[row], other.cost < second?.cost ?? .infinity { second = other }
  }
  return second
}
