import Engine
import Foundation
import Geodata
import Grids
import Ledger
import Manifests

/// The frame of the product: the grid that every layer is brought onto, and the cells that take part.
///
/// `grid/frame` snaps the extent of the study area, in the product's CRS, outwards to multiples of the snap distance.
/// `grid/domain` codes every cell: inside, outside the area, or masked by one of the manifest's masks in their order.
enum FrameStage {
  static let frameID = "grid/frame"
  static let domainID = "grid/domain"
  static let frameFile = "frame.json"
  static let domainFile = "domain.tif"

  /// The frame as an input of another task.
  static let frameInput = TaskDefinition.Input("frame", from: frameID, [frameFile])
  static let domainInput = TaskDefinition.Input("domain", from: domainID, [domainFile])

  static func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    [try frame(product), try domain(product)]
  }

  private static func frame(_ product: ProductDeclaration) throws -> TaskDefinition {
    let grid = product.manifest.grid
    let area = try product.source(grid.area.source)
    return TaskDefinition(
      id: frameID, stage: "grid", revision: 1,
      parameters: [
        .parameter("grid.crs", grid.crs), .parameter("grid.cell", grid.cell), .parameter("grid.snap", grid.snap),
      ] + declaration(of: area) + Layers.libraries,
      inputs: [.init("area", from: SourcesStage.id(area.id))]
    ) { context in
      let bounds = try Layers.bounds(of: area, in: context.folder(of: "area"), crs: grid.crs)
      let frame = bounds.frame(crs: grid.crs, cell: grid.cell, snap: grid.snap)
      context.log("\(frame.columns) x \(frame.rows) cells of \(Table.field(grid.cell)) m")
      try writeJSON(frame, to: context.output(frameFile))
    }
  }

  private static func domain(_ product: ProductDeclaration) throws -> TaskDefinition {
    let grid = product.manifest.grid
    let area = try product.source(grid.area.source)
    let masks = try grid.masks.map { (specification: $0, source: try product.source($0.source)) }
    return TaskDefinition(
      id: domainID, stage: "grid", revision: 1,
      parameters: [.parameter("grid.area.rule", grid.area.rule.rawValue)]
        + masks.flatMap { effectiveParameters("grid.masks.\($0.specification.name)", $0.specification) }
        + declarations(of: [area] + masks.map(\.source)) + Layers.libraries,
      inputs: [frameInput, .init("area", from: SourcesStage.id(area.id))]
        + masks.map { .init("mask-\($0.specification.name)", from: SourcesStage.id($0.source.id)) }
    ) { context in
      let frame = try readFrame(context)
      let inside = try Layers.rasterise(area, in: context.folder(of: "area"), onto: frame, rule: grid.area.rule)
      var domain = Domain(geometry: frame, inside: inside.cells)
      for (place, mask) in masks.enumerated() {
        let covered = try Layers.covered(
          by: mask.specification, source: mask.source, in: context.folder(of: "mask-\(mask.specification.name)"),
          frame: frame)
        domain.mask(place, where: covered.cells)
      }
      context.log("\(domain.cells.count) cells inside")
      for (place, mask) in masks.enumerated() {
        context.log("\(domain.count(maskedBy: place)) cells \(mask.specification.name)")
      }
      try Layers.write(domain.codes, to: context.output(domainFile))
    }
  }

  static func readFrame(_ context: TaskContext) throws -> GridGeometry {
    try readJSON(GridGeometry.self, from: context.file("frame", frameFile))
  }

  static func readDomain(_ context: TaskContext) throws -> Domain {
    Domain(codes: try Layers.readClasses(context.file("domain", domainFile)))
  }

  /// The names of the masks as ingredients of a task that writes them: the domain itself holds only their places.
  static func names(ofMasks masks: [String]) -> [Ingredient] { effectiveParameters("grid.masks", masks) }
}
