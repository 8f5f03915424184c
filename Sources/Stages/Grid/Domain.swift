import Grids

/// Which cells of the frame take part, and why the others do not.
struct Domain: Sendable {
  static let insideCode: Int16 = 0
  static let outsideCode: Int16 = 1
  static let firstMaskCode: Int16 = 2

  /// 0 inside, 1 outside the area, 2 and up masked by the mask of that place.
  private(set) var codes: ClassGrid

  init(codes: ClassGrid) { self.codes = codes }

  init(geometry: GridGeometry, inside: [Bool]) {
    self.init(codes: ClassGrid(geometry: geometry, cells: inside.map { $0 ? Self.insideCode : Self.outsideCode }))
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

  /// The place of the mask that covers a cell, `nil` for cells inside or outside.
  func mask(at offset: Int) -> Int? {
    guard let code = codes.cells[offset], code >= Self.firstMaskCode else { return nil }
    return Int(code - Self.firstMaskCode)
  }

  /// The cells that take part, in row order.
  var cells: [Int] { codes.cells.indices.filter(takesPart) }

  /// The cells under the mask of that place.
  func cells(maskedBy place: Int) -> Mask { codes.map { $0 == Self.firstMaskCode + Int16(place) } }

  func count(maskedBy place: Int) -> Int { cells(maskedBy: place).cells.count { $0 } }
}
