import CGDAL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a VRT, which is a text that lays rasters side by side, may refer to.
package enum VirtualReferences: Hashable, Sendable {
  /// Only files that are given along with it: what it shows is then known by their digests.
  case declared
  /// Whatever it names, for one's own files.
  case any
}

/// The VRT that is the raster among some files; `nil` where none is a VRT, and each file is a raster or a tile.
///
/// VRTs go by their extension. Of several, all but one must be parts of another.
func virtualRaster(
  among paths: [String], referringTo references: VirtualReferences, _ log: MessageLog
) throws(GDALError) -> String? {
  let virtual = paths.filter(isVirtual)
  guard let first = virtual.first else { return nil }
  if references == .any {
    guard virtual.count == 1 else { throw GDALError(first, .mosaic(.severalVirtual(virtual))) }
    return first
  }
  let declared = Set(paths.map { realPath(of: containerPath(of: $0)) })
  var parts: Set<String> = []
  for path in virtual {
    for name in try VirtualReferenceList(of: path, log).names {
      let file = realPath(of: container(ofReference: name))
      guard declared.contains(file) else { throw GDALError(path, .mosaic(.undeclared(name))) }
      parts.insert(file)
    }
  }
  let whole = virtual.filter { !parts.contains(realPath(of: $0)) }
  guard Set(whole.map(realPath)).count == 1 else { throw GDALError(first, .mosaic(.severalVirtual(virtual.sorted()))) }
  return whole.min()
}

func isVirtual(_ path: String) -> Bool { path.lowercased().hasSuffix(".vrt") && containerPath(of: path) == path }

/// The names by which a VRT refers to files, as GDAL will open them.
///
/// A VRT that computes, warps or resamples is refused: what GDAL makes of those depends on its memory and on the window
/// that is read.
private struct VirtualReferenceList {
  private(set) var names: [String] = []
  private let path: String
  /// Relative names start where the VRT really lies, not where a link to it does.
  private let folder: String

  init(of path: String, _ log: MessageLog) throws(GDALError) {
    self.path = path
    let real = realPath(of: path)
    folder = real.lastIndex(of: "/").map { String(real[..<$0]) } ?? "."
    guard let tree = CPLParseXMLFile(path) else {
      throw GDALError(path, access(path, F_OK) == 0 ? .unreadable(operation: "read", messages: log.reasons) : .missing)
    }
    defer { CPLDestroyXMLNode(tree) }
    try collect(tree)
  }

  private mutating func collect(_ first: UnsafeMutablePointer<CPLXMLNode>) throws(GDALError) {
    var next: UnsafeMutablePointer<CPLXMLNode>? = first
    while let node = next {
      next = node.pointee.psNext
      guard node.pointee.eType == CXT_Element else { continue }
      switch String(cString: node.pointee.pszValue).lowercased() {
      case "sourcefilename", "sourcedataset":
        let name = value(of: node, "")
        names.append(atoi(value(of: node, "relativeToVRT")) != 0 && !name.hasPrefix("/") ? "\(folder)/\(name)" : name)
      case "vrtdataset", "vrtrasterband":
        let kind = value(of: node, "subClass")
        guard kind.isEmpty || kind == "VRTSourcedRasterBand" else {
          throw GDALError(path, .mosaic(.derived("it holds a \(kind)")))
        }
      case "kernelfilteredsource": throw GDALError(path, .mosaic(.derived("it filters")))
      default: break
      }
      if CPLGetXMLNode(node, "SrcRect") != nil || CPLGetXMLNode(node, "DstRect") != nil, !keepsCells(node) {
        throw GDALError(path, .mosaic(.derived("it resamples '\(value(of: node, "SourceFilename"))'")))
      }
      if let child = node.pointee.psChild { try collect(child) }
    }
  }

  /// Whether a part is shown cell by cell, moved by whole cells, and says so: both rectangles are there.
  private func keepsCells(_ source: UnsafeMutablePointer<CPLXMLNode>) -> Bool {
    func number(_ name: String) -> Double { Double(value(of: source, name)) ?? .nan }
    let moves = ["xOff", "yOff"].map { number("DstRect.\($0)") - number("SrcRect.\($0)") }
    let growths = ["xSize", "ySize"].map { number("DstRect.\($0)") - number("SrcRect.\($0)") }
    return moves.allSatisfy { ($0 - $0.rounded()).magnitude < 1e-3 } && growths.allSatisfy { $0.magnitude < 1e-3 }
  }

  private func value(of node: UnsafeMutablePointer<CPLXMLNode>, _ path: String) -> String {
    String(cString: CPLGetXMLValue(node, path, ""))
  }
}

/// The file that a reference leads to: an archive where it leads into one.
private func container(ofReference name: String) -> String {
  guard name.hasPrefix("/vsizip/") else { return name }
  return containerPath(of: name.dropFirst("/vsizip/".count).filter { $0 != "{" && $0 != "}" })
}

/// The path without links, `.` and `..`; as it is where there is no such file.
private func realPath(of path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}
