import CGDAL

/// One band of an open dataset, and how its raw numbers become values. Never outlives its dataset.
struct RasterBandReader {
  private let band: GDALRasterBandH
  private let path: String
  private let columns: Int
  private let rows: Int
  private let nodata: Double?
  private let scale: Double
  private let offset: Double
  private let expected: ClosedRange<Double>?
  /// The band that says which cells are valid, for files that keep such a mask of their own.
  private let validity: GDALRasterBandH?

  init(
    of dataset: borrowing DatasetHandle, path: String, _ reading: RasterReading, _ log: MessageLog
  ) throws(GDALError) {
    let count = dataset.bands
    guard (1...max(count, 1)).contains(reading.band), let band = GDALGetRasterBand(dataset.raw, Int32(reading.band))
    else { throw GDALError(path, .noSuchBand(reading.band, count: count)) }
    let type = GDALGetRasterDataType(band)
    guard GDALDataTypeIsComplex(type) == 0 else {
      throw GDALError(path, .unsupportedCells(String(cString: GDALGetDataTypeName(type))))
    }
    self.band = band
    self.path = path
    columns = dataset.columns
    rows = dataset.rows
    scale = reading.scale
    offset = reading.offset
    expected = reading.expected
    // A sentinel is compared as the file stores it.
    let sentinel = reading.nodata ?? Self.sentinel(of: band, type)
    nodata = type == GDT_Float32 ? sentinel.map { Double(Float($0)) } : sentinel

    var has: Int32 = 0
    let ownScale = GDALGetRasterScale(band, &has)
    let ownOffset = GDALGetRasterOffset(band, &has)
    let isUnscaled = (ownScale == 1 || ownScale == 0) && ownOffset == 0
    guard isUnscaled || (ownScale == scale && ownOffset == offset) else {
      throw GDALError(
        path,
        .scaling(foundScale: ownScale, foundOffset: ownOffset, declaredScale: scale, declaredOffset: offset))
    }
    let flags = GDALGetMaskFlags(band)
    validity = flags & (GMF_PER_DATASET | GMF_ALPHA) != 0 ? GDALGetMaskBand(band) : nil
  }

  /// Fills `cells`, row by row from the north; cells without data stay as they are.
  func read<Cell: RasterCell>(into cells: inout [Cell], southUp: Bool, _ log: MessageLog) throws(GDALError) {
    let stripRows = max(1, min(rows, (1 << 18) / columns))
    var raw = [Double](repeating: 0, count: stripRows * columns)
    var valid = [UInt8](repeating: 255, count: validity == nil ? 0 : raw.count)
    var range = ObservedRange(expected: expected)
    for first in stride(from: 0, to: rows, by: stripRows) {
      let count = min(stripRows, rows - first)
      try fetch(band, &raw, GDT_Float64, from: first, rows: count, log)
      if let validity { try fetch(validity, &valid, GDT_Byte, from: first, rows: count, log) }
      for row in 0..<count {
        let target = (southUp ? rows - 1 - (first + row) : first + row) * columns
        for column in 0..<columns {
          let place = row * columns + column
          let number = raw[place]
          if number.isNaN || number == nodata || (validity != nil && valid[place] == 0) { continue }
          let value = number * scale + offset
          range.note(value)
          cells[target + column] = Cell(value)
        }
      }
    }
    if let problem = range.problem { throw GDALError(path, problem) }
  }

  private func fetch<Number>(
    _ band: GDALRasterBandH, _ numbers: inout [Number], _ type: GDALDataType, from first: Int, rows: Int,
    _ log: MessageLog
  ) throws(GDALError) {
    let outcome = numbers.withUnsafeMutableBytes {
      GDALRasterIO(
        band, GF_Read, 0, Int32(first), Int32(columns), Int32(rows), $0.baseAddress, Int32(columns), Int32(rows), type,
        0, 0)
    }
    guard outcome == CE_None else {
      throw GDALError(path, .unreadable(operation: "read rows \(first) to \(first + rows - 1)", messages: log.reasons))
    }
  }

  /// The file's own number for no data. Sixty-four-bit integers have calls of their own.
  private static func sentinel(of band: GDALRasterBandH, _ type: GDALDataType) -> Double? {
    var has: Int32 = 0
    let value =
      switch type {
      case GDT_Int64: Double(GDALGetRasterNoDataValueAsInt64(band, &has))
      case GDT_UInt64: Double(GDALGetRasterNoDataValueAsUInt64(band, &has))
      default: GDALGetRasterNoDataValue(band, &has)
      }
    return has != 0 ? value : nil
  }
}

/// The least and greatest value seen, and how many lay outside what was expected.
private struct ObservedRange {
  let expected: ClosedRange<Double>?
  private var count = 0
  private var strays = 0
  private var least = Double.infinity
  private var greatest = -Double.infinity

  init(expected: ClosedRange<Double>?) { self.expected = expected }

  mutating func note(_ value: Double) {
    guard let expected else { return }
    count += 1
    if !expected.contains(value) { strays += 1 }
    least = min(least, value)
    greatest = max(greatest, value)
  }

  var problem: GDALError.Problem? {
    guard let expected, strays > 0 else { return nil }
    return .outsideExpectation(count: strays, of: count, least: least, greatest: greatest, expected: expected)
  }
}
