import CGDAL
package import Checksums

/// The SHA-256 digest of a raster's decoded cells: the same for two files that differ only in compression, tiling,
/// overviews or metadata.
///
/// Digested are the line `solum-pixels/1 COLUMNS ROWS BANDS`, and for each band a line with the name of its type and
/// then its numbers, row by row from the north, in the type's own width, least significant byte first; every NaN as
/// the one with an empty payload.
package func pixelDigest(_ path: String) throws(GDALError) -> Digest {
  try listening { (log) throws(GDALError) in
    let dataset = try DatasetHandle(raster: path, variable: nil, log)
    let (columns, rows) = (dataset.columns, dataset.rows)
    var digest = MessageDigest(.sha256)
    add("solum-pixels/1 \(columns) \(rows) \(dataset.bands)\n", to: &digest)
    for band in 1...max(dataset.bands, 1) {
      guard let handle = GDALGetRasterBand(dataset.raw, Int32(band)) else { break }
      let type = GDALGetRasterDataType(handle)
      add("\(String(cString: GDALGetDataTypeName(type)))\n", to: &digest)
      let stripRows = max(1, min(rows, (1 << 18) / columns))
      let size = Int(GDALGetDataTypeSizeBytes(type))
      var strip = [UInt8](repeating: 0, count: stripRows * columns * size)
      for first in stride(from: 0, to: rows, by: stripRows) {
        let count = min(stripRows, rows - first)
        let outcome = strip.withUnsafeMutableBytes {
          GDALRasterIO(
            handle, GF_Read, 0, Int32(first), Int32(columns), Int32(count), $0.baseAddress, Int32(columns),
            Int32(count), type, 0, 0)
        }
        guard outcome == CE_None else {
          throw GDALError(path, .unreadable(operation: "read band \(band)", messages: log.reasons))
        }
        strip.withUnsafeMutableBytes { bytes in
          let filled = UnsafeMutableRawBufferPointer(rebasing: bytes[..<(count * columns * size)])
          if type == GDT_Float32 { unifyNaN(in: filled.bindMemory(to: Float.self)) }
          if type == GDT_Float64 { unifyNaN(in: filled.bindMemory(to: Double.self)) }
          digest.update(UnsafeRawBufferPointer(filled))
        }
      }
    }
    return digest.sha256()
  }
}

private func unifyNaN<Number: FloatingPoint>(in numbers: UnsafeMutableBufferPointer<Number>) {
  for index in numbers.indices where numbers[index].isNaN { numbers[index] = .nan }
}

private func add(_ line: String, to digest: inout MessageDigest) {
  Array(line.utf8).withUnsafeBytes { digest.update($0) }
}
