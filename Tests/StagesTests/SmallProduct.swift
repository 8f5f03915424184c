@testable import Stages

/// A product of a few cells, to be worked out by hand.
///
/// Each argument is what the section of its name says, `none` to leave the stage out. The zones are unmatched.
/// - Parameter ndvi: another name for the covariate `ndvi`.
func smallProduct(
  samples: String = "{source: profiles, crs: \"EPSG:32645\", unit: m, columns: {id: id, x: x, y: y, thickness: h}}",
  importance: String = "{forests: 2, trees: 5, try: p/3, minimum-node: 2, keep: mean-positive}",
  zones: String = "{method: k-prototypes, k: 3, covariates: [aspect, elevation, rock], standardise: zscore, "
    + "gamma: 0.5, starts: 2}",
  model: String = smallModel, calibration: String = smallCalibration, validation: String = smallValidation,
  renamingNDVI ndvi: String = "ndvi"
) throws -> ProductDeclaration {
  try Products.declaration(
    """
    schema: solum-manifest/1
    product:
      id: small
      version: 0.1.0
      title: A small product
      kind: synthetic
      release-date: 2026-12-01
      creators: [{name: Somebody, type: personal}]
      licence: CC0-1.0
      keywords: [soil]
      seed: 1
      summary: Nothing to speak of.
      limits: []
    claims: qtp-solum.claims.yaml
    grid:
      crs: "EPSG:32645"
      cell: 1 km
      snap: 1 km
      area: {source: outlines, rule: centre-inside}
      masks:
        glaciers: {source: cover, where: "value == 10", share: 0.5}
        lakes: {source: cover, where: "value >= 90", share: 0.5}
        swamps: {source: outlines, rule: centre-inside}
    sources:
      cover:
        title: Cover
        obtain: {how: request, from: its authors, steps: [Ask for it.]}
        files: [{path: cover.tif}]
      outlines:
        title: Outlines
        obtain: {how: request, from: its authors, steps: [Ask for it.]}
        files: [{path: outlines.csv}]
        vector: {crs: "EPSG:32645"}
      profiles:
        title: Profiles
        obtain: {how: request, from: its authors, steps: [Ask for it.]}
        files: [{path: profiles.csv}]
      relief:
        title: Relief
        obtain: {how: request, from: its authors, steps: [Ask for it.]}
        files: [{path: relief.tif}]
      reference:
        title: Another map
        obtain: {how: request, from: its authors, steps: [Ask for it.]}
        files: [{path: reference.tif}]
        raster: {unit: m}
    covariates:
      aspect: {derive: aspect, from: relief, type: circular, unit: degree, resample: nearest}
      depth: {source: relief, unit: m, resample: nearest, candidate: false}
      elevation: {source: relief, unit: m, resample: nearest, abbreviation: Ele}
      laplacian: {derive: laplacian, from: relief, unit: 1/m, resample: nearest, candidate: false}
      map: {source: relief, unit: mm/a, resample: nearest, candidate: false, abbreviation: MAP}
      mat: {source: relief, unit: degC, resample: nearest, candidate: false, abbreviation: MAT}
      \(ndvi): {source: relief, unit: "1", resample: nearest, candidate: false}
      rock: {source: relief, type: categorical, resample: nearest}
      water: {source: relief, unit: t/ha/a, resample: nearest, candidate: false}
    terrain:
      stencil: zevenbergen-thorne
      curvature: geometric
      ruggedness: riley
      minimum-gradient: 1e-5
      flat-curvature: zero
      minimum-tan-slope: 1e-4
      transport: {area-exponent: 0.6, slope-exponent: 1.3, factor: false}
      slope-length: {cut: 0.5, cut-when-gentle: 0.7, gentle: 0.05}
      channel-cells: 100
      minimum-share: 0.5
    samples: \(samples)
    importance: \(importance)
    zones: \(zones)
    model: \(model)
    calibration: \(calibration)
    validation: \(validation)
    package: {compress: deflate, level: 9, block: 512}

    """)
}

let smallModel = """
  {equation: 8, density-ratio: 1.35, climate: {temperature: mat, precipitation: map}, water-erosion: {layer: water}, \
  wind-erosion: {constant: 0 t/ha/a, note: none}, gravity: {layer: laplacian, convex: positive, scale: 2}, \
  erosion-floor: {value: 1e-9 m/a, below: floor}, depth-to-bedrock: depth}
  """

let smallCalibration = """
  {method: sce-ua, objective: rmse, runs: 2, complexes: 1, kstop: 2, pcento: 1 percent, peps: 1e-3, \
  max-evaluations: 100, sampling: hull, folds: 4, minimum-for-folds: 8, bounds: {h0: 0 to 0.5 m, \
  rho_s: 2400 to 2900 kg/m3, a: 0.5 to 100 m/a, b: 0 to 0.1 m2.a/kJ, alpha: 0 to 1, beta: 0 to 1, gamma: 0 to 1, \
  D: 1e-5 to 1e-2 m2/a}}
  """

let smallValidation = """
  {regions: {east: {source: outlines, column: name, value: east}, nowhere: {source: outlines, column: name, \
  value: nowhere}}, references: {other: {source: reference, unit: m, resample: nearest}}}
  """

/// The zones of a small product that bear the numbers of the published ones.
let matchedZones = """
  {method: k-prototypes, k: 8, covariates: [elevation], standardise: none, gamma: 1, starts: 2, \
  match: {table: table-3, columns: [elevation, mat, map, ndvi], scale: column-sd, method: minimum-cost}}
  """
