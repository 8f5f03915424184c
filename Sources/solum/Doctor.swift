import ArgumentParser
import Foundation
import Geodata

/// `solum doctor`: what is missing on this machine, and the command that installs it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Says what is missing on this machine and how to install it.")

  private static let font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

  func run() throws {
    try Console.result("solum \(Solum.version), GDAL \(gdalVersion), PROJ \(projVersion)")
    var missing: [String] = []
    for driver in ["COG", "netCDF"] where !hasRasterFormat(driver) {
      try Console.result("missing: GDAL's \(driver) driver")
      missing.append("libgdal-dev")
    }
    if !FileManager.default.fileExists(atPath: Self.font) {
      try Console.result("missing: the font DejaVu Sans, which figures are set in")
      missing.append("fonts-dejavu-core")
    }
    guard missing.isEmpty else {
      try Console.result("install with: apt-get install \(Set(missing).sorted().joined(separator: " "))")
      throw ExitCode(ExitStatus.unavailable.rawValue)
    }
    try Console.result("nothing is missing")
  }
}
