/// Basins that become one as water passes between them.
struct BasinUnion {
  private var parents: [Int32]
  /// The next member of the same union, in a circle.
  private var next: [Int32]

  init(count: Int) {
    parents = (0..<count).map { Int32(truncatingIfNeeded: $0) }
    next = parents
  }

  /// One member that stands for all.
  mutating func root(of basin: Int) -> Int {
    var basin = basin
    while Int(parents[basin]) != basin {
      parents[basin] = parents[Int(parents[basin])]
      basin = Int(parents[basin])
    }
    return basin
  }

  /// Makes the unions of two basins one; false when they are.
  mutating func join(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (root(of: a), root(of: b))
    guard first != second else { return false }
    parents[max(first, second)] = Int32(truncatingIfNeeded: min(first, second))
    next.swapAt(first, second)
    return true
  }

  /// All members of a basin's union.
  func members(of basin: Int) -> [Int] {
    var members = [basin]
    while Int(next[members[members.count - 1]]) != basin { members.append(Int(next[members[members.count - 1]])) }
    return members
  }
}
