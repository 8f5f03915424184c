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
      var domain = Domain(geometry: frame, inside: inside.cells, masks: masks.map(\.specification.name))
      for (place, mask) in masks.enumerated() {
        let covered = try Layers.covered(
          by: mask.specification, source: mask.source, in: context.folder(of: "mask-\(mask.specification.name)"),
          frame: frame)
        domain.mask(place, where: covered.cells)
      }
      for (name, count) in domain.counts { context.log("\(count) cells \(name)") }
      try Layers.write(domain.codes, to: context.output(domainFile))
    }
  }

  static func readFrame(_ context: TaskContext) throws -> GridGeometry {
    try readJSON(GridGeometry.self, from: context.file("frame", frameFile))
  }

  static func readDomain(_ context: TaskContext, masks: [String]) throws -> Domain {
    Domain(codes: try Layers.readClasses(context.file("domain", domainFile)), masks: masks)
  }
}

/// Which cells of the frame take part, and why the others do not.
struct Domain: Sendable {
  static let insideCode: Int16 = 0
  static let outsideCode: Int16 = 1
  static let firstMaskCode: Int16 = 2

  /// 0 inside, 1 outside the area, 2 and up masked by the mask of that place.
  private(set) var codes: ClassGrid
  /// The names of the masks, in the order of the manifest.
  let masks: [String]

  init(codes: ClassGrid, masks: [String]) {
    self.codes = codes
    self.masks = masks
  }

  init(geometry: GridGeometry, inside: [Bool], masks: [String]) {
    self.init(
      codes: ClassGrid(geometry: geometry, cells: inside.map { $0 ? Self.insideCode : Self.outsideCode }), masks: masks)
  }

  var geometry: GridGeometry { codes.geometry }

  /// Masks the cells of the area where `covered` holds and no earlier mask does.
  mutating func mask(_ place: Int, where covered: [Bool]) {
    for offset in covered.indices where covered[offset] && codes.cells[offset] == Self.insideCode {
      codes.cells[offset] = Self.firstMaskCode + Int16(place)
    }
  }

  func takesPart(_ offset: Int) -> Bool { codes.cells[offset] == Self.insideCode }

  func isOutside(_ offset: Int) -> Bool { codes.cells[offset] == Self.outsideCode }

  /// The mask that covers a cell, `nil` for cells inside or outside.
  func mask(at offset: Int) -> String? {
    guard let code = codes.cells[offset], code >= Self.firstMaskCode else { return nil }
    return masks[Int(code - Self.firstMaskCode)]
  }

  /// The cells that take part, in row order.
  var cells: [Int] { codes.cells.indices.filter(takesPart) }

  /// How many cells are inside and masked, by name.
  var counts: [(name: String, count: Int)] {
    [("inside", cells.count)]
      + masks.indices.map { place in
        (masks[place], codes.cells.count { $0 == Self.firstMaskCode + Int16(place) })
      }
  }
}

/// Writes `value` as JSON with sorted keys.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  try writeText(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n", to: path)
}

func readJSON<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
  try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes `text` as UTF-8.
func writeText(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

func readTable(_ path: String) throws -> Table {
  let name = URL(fileURLWithPath: path).lastPathComponent
  return try Table(csv: String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self), file: name)
}
