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

  /// Whether every number of the band, as it is stored and scaled, is one of single precision.
  var isExactInSingle: Bool {
    switch GDALGetRasterDataType(band) {
    case GDT_Byte, GDT_Int16, GDT_UInt16, GDT_Float32: scale == 1 && offset == 0
    default: false
    }
  }

  /// Whether every number of the band, as it is stored and scaled, is a whole one from −32 768 to 32 767.
  var isWholeAndShort: Bool {
    switch GDALGetRasterDataType(band) {
    case GDT_Byte, GDT_Int16: scale == 1 && offset == 0
    default: false
    }
  }

  /// Whether the file says of every cell if it has data. A VRT gives 0 where none of its parts lies, unless it has a number
  /// for no data.
  var knowsItsGaps: Bool {
    if nodata != nil || validity != nil { return true }
    let status = GDALGetDataCoverageStatus(band, 0, 0, Int32(columns), Int32(rows), 0, nil)
    return status & GDAL_DATA_COVERAGE_STATUS_EMPTY == 0
  }

  /// Rows that the file stores together.
  var rowsOfBlock: Int {
    var (width, height): (Int32, Int32) = (0, 0)
    GDALGetBlockSize(band, &width, &height)
    return max(1, Int(height))
  }

  /// Fills `cells`, row by row from the north; cells without data stay as they are.
  func read<Cell: RasterCell>(into cells: inout [Cell], southUp: Bool, _ log: MessageLog) throws(GDALError) {
    let stripRows = max(1, min(rows, (1 << 18) / columns))
    var strip = [Cell](repeating: .nan, count: stripRows * columns)
    var range = ObservedRange(expected: expected)
    for first in stride(from: 0, to: rows, by: stripRows) {
      let count = min(stripRows, rows - first)
      try read(rows: first..<first + count, columns: 0..<columns, into: &strip, noting: &range, log)
      for row in 0..<count {
        let target = (southUp ? rows - 1 - (first + row) : first + row) * columns
        cells.replaceSubrange(target..<target + columns, with: strip[row * columns..<(row + 1) * columns])
      }
    }
    if let problem = range.problem { throw GDALError(path, problem) }
  }

  /// Fills `cells` with some of the file's rows and columns, row by row as the file has them; NaN without data.
  @specialized(where Cell == Float)
  @specialized(where Cell == Double)
  func read<Cell: RasterCell>(
    rows: Range<Int>, columns: Range<Int>, into cells: inout [Cell], noting range: inout ObservedRange,
    _ log: MessageLog
  ) throws(GDALError) {
    switch GDALGetRasterDataType(band) {
    case GDT_Byte: try decode(UInt8.self, rows, columns, into: &cells, noting: &range, log) { Double($0) }
    case GDT_Int16: try decode(Int16.self, rows, columns, into: &cells, noting: &range, log) { Double($0) }
    case GDT_UInt16: try decode(UInt16.self, rows, columns, into: &cells, noting: &range, log) { Double($0) }
    case GDT_Float32: try decode(Float.self, rows, columns, into: &cells, noting: &range, log) { Double($0) }
    default: try decode(Double.self, rows, columns, into: &cells, noting: &range, log) { $0 }
    }
  }

  @inline(__always)
  private func decode<Number: StoredNumber, Cell: RasterCell>(
    _ type: Number.Type, _ rows: Range<Int>, _ columns: Range<Int>, into cells: inout [Cell],
    noting range: inout ObservedRange, _ log: MessageLog, _ double: (Number) -> Double
  ) throws(GDALError) {
    let count = rows.count * columns.count
    precondition(cells.count >= count, "room for \(cells.count) of \(count) cells")
    var raw = [Number](repeating: type.zero, count: count)
    try fetch(band, &raw, type.gdalType, rows, columns, log)
    let none = nodata ?? .nan
    if validity == nil, expected == nil {
      let (scale, offset) = (scale, offset)
      raw.withUnsafeBufferPointer { raw in
        cells.withUnsafeMutableBufferPointer { cells in
          for index in 0..<count {
            let number = double(raw[index])
            cells[index] = number == none ? .nan : Cell(number * scale + offset)
          }
        }
      }
      return
    }
    var valid = [UInt8](repeating: 255, count: count)
    if let validity { try fetch(validity, &valid, GDT_Byte, rows, columns, log) }
    for index in 0..<count {
      let number = double(raw[index])
      if number.isNaN || number == none || valid[index] == 0 {
        cells[index] = .nan
        continue
      }
      let value = number * scale + offset
      range.note(value)
      cells[index] = Cell(value)
    }
  }

  private func fetch<Number>(
    _ band: GDALRasterBandH, _ numbers: inout [Number], _ type: GDALDataType, _ rows: Range<Int>,
    _ columns: Range<Int>, _ log: MessageLog
  ) throws(GDALError) {
    let outcome = numbers.withUnsafeMutableBytes {
      GDALRasterIO(
        band, GF_Read, Int32(columns.lowerBound), Int32(rows.lowerBound), Int32(columns.count), Int32(rows.count),
        $0.baseAddress, Int32(columns.count), Int32(rows.count), type, 0, 0)
    }
    guard outcome == CE_None else {
      throw GDALError(
        path,
        .unreadable(operation: "read rows \(rows.lowerBound) to \(rows.upperBound - 1)", messages: log.reasons))
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
struct ObservedRange {
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
