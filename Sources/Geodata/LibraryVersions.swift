import CGDAL

/// The release of GDAL, such as `3.6.2`: an ingredient of every task whose bytes it can change.
package let gdalVersion = String(cString: GDALVersionInfo("RELEASE_NAME"))

/// The release of PROJ that GDAL calls, such as `9.1.1`.
package let projVersion: String = {
  var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
  OSRGetPROJVersion(&major, &minor, &patch)
  return "\(major).\(minor).\(patch)"
}()
