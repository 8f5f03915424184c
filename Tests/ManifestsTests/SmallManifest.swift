/// A manifest that is right, as small as one can be with every section in it; the faults below are made in it.
let smallManifest = """
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
  claims: small.claims.yaml
  grid:
    crs: "EPSG:32645"
    cell: 10 km
    snap: 10000 m
    area: {source: boundary, rule: centre-inside}
    masks:
      lakes: {source: relief, where: "value <= 0", share: 0.5}
  sources:
    boundary:
      title: Boundary
      files: [{path: boundary.geojson, url: "https://example.org/boundary.geojson"}]
    relief:
      title: Relief
      files: [{path: relief.tif, url: "https://example.org/relief.tif"}]
      raster: {unit: m, crs: "EPSG:4326", registration: node}
    climate:
      title: Climate
      obtain: {how: request, from: its authors, steps: [Ask for it.]}
      files: [{path: mat.tif}, {path: map.tif}]
      cite: {doi: 10.1234/climate}
  covariates:
    elevation: {source: relief, unit: m, resample: bilinear}
    laplacian: {derive: laplacian, from: relief, unit: 1/m, resample: bilinear, candidate: false}
    mat: {source: climate, unit: degC, resample: average}
    map: {source: climate, unit: mm/a, resample: average}
    ndvi: {source: climate, unit: "1", resample: average}
    rock: {source: climate, type: categorical, resample: mode}
  samples:
    source: climate
    crs: "EPSG:4326"
    unit: m
    columns: {id: id, x: lon, y: lat, thickness: h}
  importance: {forests: 2, trees: 10, try: 3, minimum-node: 5, keep: mean-positive}
  zones:
    method: k-prototypes
    k: 8
    covariates: [elevation, rock]
    standardise: zscore
    gamma: 0.5
    starts: 2
    match: {table: table-3, columns: [elevation, mat, map, ndvi], scale: column-sd, method: minimum-cost}
  model:
    equation: 8
    density-ratio: 1.35
    climate: {temperature: mat, precipitation: map}
    water-erosion: {constant: 0.276 kg/m2/a, note: a tenth}
    wind-erosion: {constant: 5 t/ha/a, note: assumed}
    gravity: {layer: laplacian, convex: positive, scale: 1}
    erosion-floor: {value: 1e-6 mm/a, below: nodata}
    depth-to-bedrock: none
  calibration:
    method: sce-ua
    objective: rmse
    runs: 1
    complexes: 2
    kstop: 10
    pcento: 0.1 percent
    peps: 1e-3
    max-evaluations: 1000
    sampling: full
    folds: 4
    minimum-for-folds: 8
    bounds:
      h0: 0 to 0.5 m
      rho_s: 2400 to 2900 kg/m3
      a: 0.5 to 100 m/a
      b: 0 to 0.1 m2.a/kJ
      alpha: 0 to 1
      beta: 0 to 1
      gamma: 0 to 1
      D: 1e-5 to 1e-2 m2/a
  validation:
    regions:
      valley: {source: boundary, column: NAME, value: Valley}
    references: {}
  package: {compress: deflate, level: 9, block: 512}
  terrain:
    stencil: horn
    curvature: zt
    ruggedness: wilson
    minimum-gradient: 0
    flat-curvature: missing
    minimum-tan-slope: 1e-3
    transport: {area-exponent: 0.6, slope-exponent: 1.3, factor: true}
    slope-length: {cut: 0.5, cut-when-gentle: 0.7, gentle: 0.05}
    channel-cells: 10
    minimum-share: 1

  """
