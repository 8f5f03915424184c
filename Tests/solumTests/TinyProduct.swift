import Foundation
import Testing

/// The shipped synthetic plateau on cells of 40 km with little work in every stage: a whole release within seconds.
enum TinyProduct {
  static let manifest = "tiny.yaml"
  static let release = "Releases/tiny-0.1.0"

  /// What is made smaller in the shipped manifest.
  private static let changes = [
    ("id: plateau-twin", "id: tiny"), ("cell: 10 km", "cell: 40 km"), ("snap: 10 km", "snap: 40 km"),
    ("dem-ratio: 5 ", "dem-ratio: 2 "), ("dem-margin: 20 km", "dem-margin: 40 km"),
    ("forests: 20", "forests: 2"), ("trees: 300", "trees: 20"), ("starts: 50", "starts: 2"),
    ("  sample: 10000", "  sample: 100"),
    ("compare-k: 2 to 12", "compare-k: 7 to 8"), ("  runs: 3", "  runs: 1"),
    ("complexes: 8", "complexes: 2"), ("max-evaluations: 20000", "max-evaluations: 300"),
    ("lake-count: 60", "lake-count: 10"), ("glacier-count: 50", "glacier-count: 10"), ("level: 9", "level: 1"),
  ]

  /// The product with its lock and claims, and nothing else.
  static func declared() throws -> Workplace {
    let place = try Workplace()
    let shipped = Program.project.appending(path: "Manifests")
    for (name, copy) in [
      ("plateau-twin.yaml", manifest), ("plateau-twin.lock", "tiny.lock"),
      ("qtp-solum.claims.yaml", "qtp-solum.claims.yaml"),
    ] {
      try place.write(copy, String(decoding: Data(contentsOf: shipped.appending(path: name)), as: UTF8.self))
    }
    for (old, new) in changes { try place.edit(manifest, old, new) }
    return place
  }

  /// The product once released, and how that went. Shared: read it, or copy it.
  static func released() throws -> (place: Workplace, outcome: Program.Outcome) {
    let shared = try once.get()
    return (shared.place, shared.outcome)
  }

  /// A copy of the released product, store and all.
  static func copy() throws -> Workplace { try Workplace(copying: released().place) }

  private struct Shared: @unchecked Sendable {
    // Written before it is shared, and never after.
    var place: Workplace
    var outcome: Program.Outcome
  }

  private static let once = Result {
    let place = try declared()
    folderOfTheShared = place.folder
    atexit { try? FileManager.default.removeItem(atPath: folderOfTheShared) }
    return Shared(place: place, outcome: try place.solum("release", manifest, "--jobs", "4"))
  }
}

/// For the end of the process, which runs no deinitialiser of a static value. Set once, before that.
nonisolated(unsafe) private var folderOfTheShared = ""
