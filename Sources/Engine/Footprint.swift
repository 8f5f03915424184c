/// How many bytes something leaves on the disk, known before it is made.
package struct Footprint: Hashable, Sendable, Encodable {
  /// What is to be expected.
  package var usual: Int
  /// What it cannot go beyond.
  package var most: Int

  package init(usual: Int, most: Int) {
    self.usual = usual
    self.most = most
  }

  /// Too little to speak of.
  package static let small = Footprint(usual: 0, most: 0)

  package static func + (a: Footprint, b: Footprint) -> Footprint {
    Footprint(usual: a.usual + b.usual, most: a.most + b.most)
  }
}

extension Footprint: CustomStringConvertible {
  package var description: String { "about \(shown(bytes: usual)), at most \(shown(bytes: most))" }
}

extension TaskGraph {
  /// What all tasks together leave in the store.
  package var kept: Footprint { tasks.map(\.kept).reduce(.small, +) }
}
