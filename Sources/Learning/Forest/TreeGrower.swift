import Statistics

/// Trees of a forest are grown and summed in blocks of this many, whatever the number of threads.
let treesInBlock = 25

/// What the streams of a tree are named after.
func treeName(_ tree: Int, of forest: Int) -> String { "importance/forest-\(forest)/tree-\(tree)" }

/// Grows regression trees on bootstrap samples of one table, one after another in the same memory.
///
/// Columns are sorted once for the whole forest. A tree takes the rows of its sample from each sorted list, and a split
/// divides every list without changing the order within (Shafer, Agrawal and Mehta 1996), so no node sorts anything.
/// The buffers are raw memory because this is the loop that costs.
///
/// - Reference: Breiman (2001), Random forests, Machine Learning 45, 5–32; Breiman et al. (1984), Classification and
///   regression trees, §8.4 for the criterion and §9.4 (theorem of Fisher 1958) for categories.
struct TreeGrower: ~Copyable {
  /// A stretch of every list that belongs to one node, still to be judged.
  private struct Pending {
    var node: Int
    var start: Int
    var end: Int
  }

  let columns: ForestColumns
  private let candidates: Int
  private let minimumNode: Double
  /// Rows drawn at least once: a list for each column in order of its values (empty for categories), then one in order
  /// of rows. Each begins at a multiple of the number of rows.
  private let lists: UnsafeMutablePointer<Int32>
  private let scratch: UnsafeMutablePointer<Int32>
  private let goesLeft: UnsafeMutablePointer<Bool>
  /// How often each row was drawn.
  private let draws: UnsafeMutablePointer<Double>
  /// Draws times response.
  private let weighted: UnsafeMutablePointer<Double>
  /// The last list, in order of rows.
  private var rowList: UnsafeMutablePointer<Int32> { lists + columns.count * columns.rows }
  private var categoryScan: CategoryScan

  init(_ columns: ForestColumns, settings: ForestSettings) {
    self.columns = columns
    candidates = settings.candidates(of: columns.columns.count)
    minimumNode = Double(settings.minimumNode)
    let rows = columns.rows
    lists = .allocate(capacity: (columns.count + 1) * rows)
    scratch = .allocate(capacity: rows)
    goesLeft = .allocate(capacity: rows)
    draws = .allocate(capacity: rows)
    weighted = .allocate(capacity: rows)
    categoryScan = CategoryScan(most: columns.categories.max() ?? 0)
  }

  deinit {
    lists.deallocate()
    scratch.deallocate()
    goesLeft.deallocate()
    draws.deallocate()
    weighted.deallocate()
  }

  /// Grows the tree of this number in a forest: always the same one.
  ///
  /// - Returns: the tree, and the rows that were not drawn for it, ascending.
  mutating func grow(tree: Int, of forest: Int, seed: UInt64) -> (tree: RegressionTree, outOfBag: [Int32]) {
    var stream = RandomStream(seed: seed, name: treeName(tree, of: forest))
    return grow(&stream)
  }

  /// Draws a bootstrap sample of as many rows as the table has, and grows a tree on it.
  ///
  /// - Returns: the tree, and the rows that were not drawn, ascending.
  mutating func grow(_ stream: inout RandomStream) -> (tree: RegressionTree, outOfBag: [Int32]) {
    let (inBag, outOfBag) = drawSample(&stream)
    var tree = RegressionTree(nodes: [.leaf], leftCategories: [])
    var order = Array(columns.columns.indices)
    var pending = [Pending(node: 0, start: 0, end: inBag)]
    while let next = pending.popLast() {
      let node = moments(from: next.start, to: next.end)
      tree.nodes[next.node].value = node.sum / node.weight
      guard node.weight > minimumNode, node.varies else { continue }
      guard let split = bestSplit(of: node, next.start, next.end, &order, &stream) else { continue }
      let left = tree.nodes.count
      tree.nodes[next.node] = RegressionTree.Node(
        column: Int32(split.column), left: Int32(left), words: Int32(tree.leftCategories.count), value: split.threshold)
      tree.leftCategories += split.leftCategories
      tree.nodes += [.leaf, .leaf]
      let middle = divide(next.start, next.end, by: split)
      pending.append(Pending(node: left + 1, start: middle, end: next.end))
      pending.append(Pending(node: left, start: next.start, end: middle))
    }
    return (tree, outOfBag)
  }

  /// Fills the lists with the rows of a new sample; returns how many distinct rows it has, and the others.
  private func drawSample(_ stream: inout RandomStream) -> (inBag: Int, outOfBag: [Int32]) {
    let rows = columns.rows
    draws.initialize(repeating: 0, count: rows)
    for _ in 0..<rows { draws[stream.below(rows)] += 1 }
    var outOfBag: [Int32] = []
    var inBag = 0
    for row in 0..<rows {
      weighted[row] = draws[row] * columns.response[row]
      if draws[row] > 0 {
        rowList[inBag] = Int32(row)
        inBag += 1
      } else {
        outOfBag.append(Int32(row))
      }
    }
    for column in 0..<columns.count {
      var filled = lists + column * rows
      for row in columns.ascending[column] where draws[Int(row)] > 0 {
        filled.pointee = row
        filled += 1
      }
    }
    return (inBag, outOfBag)
  }

  /// The weight and weighted sum of the response in a node, added in order of rows.
  private func moments(from start: Int, to end: Int) -> NodeMoments {
    let first = columns.response[Int(rowList[start])]
    var node = NodeMoments()
    for place in start..<end {
      let row = Int(rowList[place])
      node.weight += draws[row]
      node.sum += weighted[row]
      if columns.response[row] != first { node.varies = true }
    }
    return node
  }

  /// The split that lowers the squared error most, among `candidates` covariates drawn without replacement; the first
  /// found when several do. `nil` when none lowers it.
  private mutating func bestSplit(
    of node: NodeMoments, _ start: Int, _ end: Int, _ order: inout [Int], _ stream: inout RandomStream
  ) -> Split? {
    var best: Split?
    var criterion = node.sum * node.sum / node.weight
    for drawn in 0..<candidates {
      order.swapAt(drawn, drawn + stream.below(order.count - drawn))
      for column in columns.columns[order[drawn]] {
        let found =
          columns.categories[column] == 0
          ? numericSplit(column, node, start, end, above: criterion)
          : categoricalSplit(column, node, start, end, above: criterion)
        if let found {
          best = found
          criterion = found.criterion
        }
      }
    }
    return best
  }

  /// The best threshold halfway between two neighbouring values of a column.
  private func numericSplit(
    _ column: Int, _ node: NodeMoments, _ start: Int, _ end: Int, above least: Double
  ) -> Split? {
    let list = lists + column * columns.rows
    return columns.values.withUnsafeBufferPointer { all in
      guard let values = all.baseAddress.map({ $0 + column * columns.rows }) else { return nil }
      var best = least
      var place = -1
      var left = NodeMoments()
      var value = values[Int(list[start])]
      for next in (start &+ 1)..<max(end, start &+ 1) {
        let row = Int(list[next &- 1])
        left.weight += draws[row]
        left.sum += weighted[row]
        let nextValue = values[Int(list[next])]
        if nextValue > value {
          let criterion = left.criterion(within: node)
          if criterion > best {
            best = criterion
            place = next
          }
          value = nextValue
        }
      }
      guard place >= 0 else { return nil }
      let (low, high) = (values[Int(list[place - 1])], values[Int(list[place])])
      let middle = 0.5 * low + 0.5 * high
      return Split(column: column, criterion: best, threshold: middle < high ? middle : low, leftCategories: [])
    }
  }

  /// The best division of a column's categories in two.
  private mutating func categoricalSplit(
    _ column: Int, _ node: NodeMoments, _ start: Int, _ end: Int, above least: Double
  ) -> Split? {
    categoryScan.clear(columns.categories[column])
    for place in start..<end {
      let row = Int(rowList[place])
      let category = Int(columns.values[column * columns.rows + row])
      categoryScan.add(category, draws: draws[row], weighted: weighted[row])
    }
    return categoryScan.bestSplit(of: node, column: column, above: least)
  }

  /// Divides every list of a node into those who go left and those who go right; returns where the right begins.
  private func divide(_ start: Int, _ end: Int, by split: Split) -> Int {
    let values = split.column * columns.rows
    for place in start..<end {
      let row = Int(rowList[place])
      goesLeft[row] = split.sendsLeft(columns.values[values + row])
    }
    var middle = start
    for column in 0...columns.count where column == columns.count || columns.categories[column] == 0 {
      let list = lists + column * columns.rows
      var (left, right) = (start, 0)
      for place in start..<end {
        let row = list[place]
        // Both are written and one is kept: cheaper than a branch that chance decides.
        let isLeft = goesLeft[Int(row)]
        list[left] = row
        scratch[right] = row
        left &+= isLeft ? 1 : 0
        right &+= isLeft ? 0 : 1
      }
      (list + left).update(from: scratch, count: right)
      middle = left
    }
    return middle
  }
}

extension RegressionTree.Node {
  /// A leaf whose mean is still to come.
  fileprivate static let leaf = Self(column: -1, left: -1, words: 0, value: 0)
}
