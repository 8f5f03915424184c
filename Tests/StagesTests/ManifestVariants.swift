import Engine
import Manifests
import Statistics

@testable import Stages

/// Manifests to try: the shipped ones with little work in each stage, and others made from them.
enum ManifestVariants {
  /// Shipped manifests by name, and `fitted`: the twin with sources that somebody holds and no truth, so that its tasks
  /// are not all below the one that generates a plateau; with keys that no shipped manifest, or only the largest, has.
  static let names = ["plateau-twin", "fitted", "qtp-open", "qtp-solum"]

  static func tree(_ name: String) throws -> ManifestTree {
    var tree = ManifestTree(canonical: try Products.canonical(name == "fitted" ? "plateau-twin" : name))
    for (key, value) in [
      ("importance.forests", "2"), ("zones.starts", "2"), ("zones.compare-k", "2 to 4"), ("calibration.folds", "2"),
      ("terrain.tiles.down", "2"),
      ("terrain.tiles.across", "3"),
    ]
    where tree[key] != nil { tree[key] = .scalar(value) }
    if name == "fitted" { makeFitted(&tree) }
    return tree
  }

  private static func makeFitted(_ tree: inout ManifestTree) {
    hold(&tree)
    tree["zones.match"] = nil
    tree["zones.k"] = .scalar("3")
    tree["zones.covariates"] = .list(["elevation", "map", "mat", "ndvi", "slope"].map { .scalar($0) })
    tree["zones.maximum-passes"] = .scalar("50")
    tree["product.creators.0.orcid"] = .scalar("0000-0002-1825-0097")
    tree["product.creators.0.affiliation"] = .scalar("Somewhere")
    tree["sources.mat.raster.scale"] = .scalar("0.1")
    tree["sources.mat.raster.offset"] = .scalar("-3")
    tree["sources.mat.raster.nodata"] = .scalar("-9999")
    tree["sources.mat.raster.crs"] = .scalar("\"EPSG:4326\"")
    tree["sources.mat.raster.replaces-crs"] = .scalar("true")
    tree["sources.mat.raster.variable"] = .scalar("tas")
    tree["sources.mat.period"] = .scalar("2000 to 2015")
    tree["sources.map.files"] = .list([
      .mapping([("path", .scalar("\"map_{year}.tif\"")), ("for", .mapping([("year", .scalar("2003 to 2004"))]))])
    ])
    tree["sources.lakes.vector.layer"] = .scalar("lakes")
    // A unit that nothing else must agree with, and a form that may change.
    tree["sources.ndvi.raster.unit"] = nil
    tree["covariates.ndvi.type"] = .scalar("continuous")
    tree["covariates.ndvi.note"] = .scalar("a remark")
    tree["covariates.mat.reduce"] = .scalar("mean")
    // Another layer of each kind that the model asks for.
    for (name, source, unit) in [("mat-2", "mat", "degC"), ("map-2", "map", "mm/a")] {
      tree[["covariates", name]] = .mapping([
        ("source", .scalar(source)), ("unit", .scalar(unit)), ("resample", .scalar("bilinear")),
        ("candidate", .scalar("false")),
      ])
    }
    tree["covariates.map-2.resample"] = nil
    tree["covariates.map-2.aggregate"] = .scalar("median")
    tree["terrain.routing"] = .scalar("d8")
    tree["terrain.closed-basins"] = .mapping([
      ("minimum-depth", .scalar("5 m")), ("minimum-area", .scalar("1 km2")),
      ("lakes", .mapping([("source", .scalar("lakes")), ("rule", .scalar("centre-inside"))])),
    ])
    tree["terrain.position-radius"] = .scalar("1 km")
    tree["terrain.voids"] = .mapping([("interpolate", .scalar("3"))])
    tree["terrain.cells"] = .scalar("nested")
    tree["model.wind-erosion"] = .mapping([("constant", .scalar("5 t/ha/a")), ("note", .scalar("none"))])
    tree["grid.masks.snow"] = .mapping([
      ("source", .scalar("land-use")), ("where", .scalar("\"value >= 3\"")), ("share", .scalar("0.5")),
    ])
  }

  /// Sources that somebody holds instead of generated ones.
  private static func hold(_ tree: inout ManifestTree) {
    tree["twin"] = nil
    tree["validation.truth"] = nil
    for (name, source) in tree["sources"]?.children ?? [] where source["obtain.how"]?.word == "generated" {
      tree[["sources", name, "obtain"]] = .mapping([
        ("how", .scalar("request")), ("from", .scalar("its authors")), ("steps", .list([.scalar("ask for it")])),
      ])
    }
  }

  // MARK: Random ones

  /// A manifest made from a shipped one by random changes of its structure and of its values, each of which the reader
  /// and the graph accept.
  static func random(seed: UInt64, _ table: KeyTable) throws -> ManifestTree {
    var stream = RandomStream(seed: seed, name: "manifest")
    var tree = try tree(names[stream.below(names.count)])
    for structure in structures where stream.below(3) == 0 {
      var other = tree
      structure(&other, &stream)
      if other.product != nil { tree = other }
    }
    for _ in 0..<12 {
      let leaves = tree.leaves
      let leaf = leaves[stream.below(leaves.count)]
      guard let line = table.line(leaf.path), !line.isFixed else { continue }
      let values = line.others(than: leaf.text, at: leaf.path, in: tree).values
      guard !values.isEmpty else { continue }
      var other = tree
      other[leaf.path] = .scalar(values[stream.below(values.count)])
      // More tasks tell no more.
      if let product = other.product, product.graph.tasks.count < 150 { tree = other }
    }
    return ManifestTree(canonical: try Manifest.canonicalText(of: tree.text, file: "m.yaml").get())
  }

  private static let structures: [@Sendable (inout ManifestTree, inout RandomStream) -> Void] = [
    { tree, _ in hold(&tree) },
    { tree, _ in tree["validation.truth"] = nil },
    { tree, _ in tree["validation"] = .mapping([]) },
    { tree, stream in
      tree["zones.match"] = nil
      tree["zones.k"] = .scalar("\(2 + stream.below(5))")
    },
    { tree, _ in
      tree["importance"] = .scalar("none")
      tree["zones.covariates"] = .scalar("candidates")
    },
    { tree, stream in
      let names = (tree["covariates"]?.children ?? []).filter { $0.value["candidate"] == nil }.map(\.key)
      tree["zones.covariates"] = .list(names.filter { _ in stream.below(2) == 0 }.map { .scalar($0) })
    },
    { tree, _ in
      tree["calibration"] = .mapping([("use", .scalar("published")), ("table", .scalar("table-4"))])
      for key in ["samples", "importance"] { tree[key] = .scalar("none") }
      tree["zones.covariates"] = .scalar("candidates")
      tree["validation.truth"] = nil
    },
    { tree, _ in
      tree["model.water-erosion"] = .mapping([("constant", .scalar("2.76 t/ha/a")), ("note", .scalar("a guess"))])
    },
    { tree, _ in tree["model.depth-to-bedrock"] = .scalar("none") },
    { tree, stream in
      let names = tree["covariates"]?.children.map(\.key) ?? []
      for name in names where stream.below(4) == 0 {
        var other = tree
        other[["covariates", name]] = nil
        if case .success = Manifest.read(other.text, file: "m.yaml") { tree = other }
      }
    },
    { tree, _ in tree["grid.masks"] = .mapping([]) },
    { tree, stream in tree["zones.maximum-passes"] = .scalar("\(1 + stream.below(100))") },
    { tree, _ in
      for key in ["model", "calibration"] { tree[key] = .scalar("none") }
      tree["validation"] = .mapping([])
    },
  ]
}
