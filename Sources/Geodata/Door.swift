import CGDAL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What GDAL said while one operation ran.
final class MessageLog {
  fileprivate(set) var warnings: [String] = []
  fileprivate(set) var failures: [String] = []

  /// The failures, or the warnings where nothing was called a failure.
  var reasons: [String] { failures.isEmpty ? warnings : failures }
}

/// The formats read here, by GDAL's names. Formats that only point at other files or servers (VRT, WMS) are left out: a
/// source must be the bytes it is pinned by. Who opens a VRT looks first at what it points at (`VirtualRaster`).
private let rasterDrivers = ["GTiff", "EHdr", "AAIGrid", "netCDF", "SRTMHGT", "HFA", "ENVI"]
private let vectorDrivers = ["ESRI Shapefile", "GeoJSON", "GPKG", "CSV"]

/// How the formats are called in front of people.
let readableFormats =
  "GeoTIFF, .bil, ASCII grid, netCDF, .hgt, .img, Shapefile, GeoJSON, GeoPackage, a table with a column WKT"

/// Makes GDAL ready, once: drivers registered, and nothing left to habits that would touch a source folder, trust a
/// truncated file or ask a server.
private let prepared: Void = {
  GDALAllRegister()
  CPLSetConfigOption("GDAL_PAM_ENABLED", "NO")  // neither reads nor leaves .aux.xml beside a source
  CPLSetConfigOption("RAW_CHECK_FILE_SIZE", "YES")  // a short .bil is an error, not zeros
  CPLSetConfigOption("GDAL_NUM_THREADS", "1")
  OSRSetPROJEnableNetwork(0)
}()

/// Keeps HDF5, on which netCDF rests, from printing on stderr what netCDF only asked about.
///
/// HDF5 holds that choice per thread, and netCDF makes it only on the thread that loads it. GDAL brings HDF5 along but
/// not its headers, so the function is looked up by name; where it is missing, so is HDF5.
func silenceHDF5() {
  typealias SetAuto = @convention(c) (Int64, UnsafeRawPointer?, UnsafeRawPointer?) -> Int32
  guard let symbol = dlsym(nil, "H5Eset_auto2") else { return }
  // The C signature is herr_t H5Eset_auto2(hid_t stack, H5E_auto2_t function, void *data), hid_t having 64 bits.
  _ = unsafeBitCast(symbol, to: SetAuto.self)(0, nil, nil)
}

/// Runs `body` with GDAL's messages kept in a log instead of printed.
///
/// GDAL's stack of error handlers belongs to the thread, so everything GDAL does in `body` must stay on it.
func listening<Result: ~Copyable>(
  _ body: (MessageLog) throws(GDALError) -> Result
) throws(GDALError) -> Result {
  _ = prepared
  let log = MessageLog()
  let address = Unmanaged.passUnretained(log).toOpaque()
  CPLPushErrorHandlerEx(
    { kind, _, text in
      guard let address = CPLGetErrorHandlerUserData(), let text else { return }
      let log = Unmanaged<MessageLog>.fromOpaque(address).takeUnretainedValue()
      if kind == CE_Warning { log.warnings.append(String(cString: text)) }
      if kind == CE_Failure || kind == CE_Fatal { log.failures.append(String(cString: text)) }
    }, address)
  defer {
    CPLPopErrorHandler()
    withExtendedLifetime(log) {}
  }
  return try body(log)
}

/// Lends `items` as GDAL's kind of string list.
func withStringList<Result>(
  _ items: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Result
) -> Result {
  var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  for item in items { list = CSLAddString(list, item) }
  defer { CSLDestroy(list) }
  return body(list)
}

/// The strings of one of GDAL's lists, which stays GDAL's own.
func strings(of list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
  guard let list else { return [] }
  return (0..<Int(CSLCount(list))).compactMap { list[$0].map { String(cString: $0) } }
}

/// The one owner of a GDAL dataset.
///
/// Noncopyable, so it is closed once; not `Sendable`, since GDAL gives a dataset to one thread at a time.
struct DatasetHandle: ~Copyable {
  let raw: GDALDatasetH

  /// Takes over a dataset that GDAL has just made.
  init(owning raw: GDALDatasetH) { self.raw = raw }

  deinit { GDALClose(raw) }

  enum Contents {
    case raster, vector
    /// A VRT.
    case virtualRaster

    fileprivate var drivers: [String] {
      switch self {
      case .raster: rasterDrivers
      case .vector: vectorDrivers
      case .virtualRaster: ["VRT"]
      }
    }
  }

  /// Opens a file, read only. `name` may carry GDAL's prefixes; errors speak of `path`.
  init(reading name: String, of path: String, _ contents: Contents, _ log: MessageLog) throws(GDALError) {
    if contents != .vector { silenceHDF5() }
    let kind = contents == .vector ? GDAL_OF_VECTOR : GDAL_OF_RASTER
    let flags = UInt32(GDAL_OF_READONLY | kind | GDAL_OF_VERBOSE_ERROR)
    let opened = withStringList(contents.drivers) { drivers in
      UnsafeRawPointer(drivers).map { drivers in
        GDALOpenEx(name, flags, drivers.assumingMemoryBound(to: UnsafePointer<CChar>?.self), nil, nil)
      } ?? nil
    }
    guard let opened else {
      let isPresent = access(containerPath(of: path), F_OK) == 0
      throw GDALError(path, isPresent ? .unreadable(operation: "open", messages: log.reasons) : .missing)
    }
    raw = opened
  }

  var columns: Int { Int(GDALGetRasterXSize(raw)) }
  var rows: Int { Int(GDALGetRasterYSize(raw)) }
  var bands: Int { Int(GDALGetRasterCount(raw)) }
  var driver: String { String(cString: GDALGetDriverShortName(GDALGetDatasetDriver(raw))) }
}

/// The part of `path` that is a file of its own: up to `.zip` where it goes on into an archive.
func containerPath(of path: String) -> String {
  guard let end = archiveEnd(of: path) else { return path }
  return String(path[..<end])
}

/// The name under which GDAL reads `path`: archives through its zip reader, everything else as it is.
///
/// `x.txt.zip` is the one file in that archive; `x.zip/inner.asc` is that file of it.
func openableName(of path: String) -> String {
  // GDAL's reader of SRTM goes by the name, which says where the tile lies, and opens such an archive itself.
  guard let end = archiveEnd(of: path), !path.lowercased().hasSuffix(".hgt.zip") else { return path }
  // Braces mark where the archive's own name ends.
  return "/vsizip/{\(path[..<end])}\(path[end...])"
}

private func archiveEnd(of path: String) -> String.Index? {
  var end = path.startIndex
  while let slash = path[end...].firstIndex(of: "/") {
    if path[..<slash].lowercased().hasSuffix(".zip") { return slash }
    end = path.index(after: slash)
  }
  return path.lowercased().hasSuffix(".zip") ? path.endIndex : nil
}

/// Whether a raster format can be read or written with this build of GDAL; `name` is GDAL's short one.
package func hasRasterFormat(_ name: String) -> Bool {
  _ = prepared
  return GDALGetDriverByName(name) != nil
}

/// Whether the file at `path` looks like a raster in one of the formats read here.
///
/// It may be damaged all the same, which shows when it is opened. A VRT does not count: it only points at rasters.
package func isRaster(_ path: String) -> Bool {
  _ = prepared
  silenceHDF5()
  let found = try? listening { _ in
    withStringList(rasterDrivers) { drivers in
      UnsafeRawPointer(drivers).map { drivers in
        GDALIdentifyDriverEx(
          openableName(of: path), UInt32(GDAL_OF_RASTER), drivers.assumingMemoryBound(to: UnsafePointer<CChar>?.self),
          nil) != nil
      } ?? false
    }
  }
  return found ?? false
}
