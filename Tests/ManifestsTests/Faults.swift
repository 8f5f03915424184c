/// Each with one mistake, or with those that one slip makes.
let faults: [Fault] = [
  Fault(
    "unknown key", "cell: 10 km", by: "cell: 10 km\n  resolutoin: 1",
    says: """
      m.yaml:18:3: error: unknown key 'resolutoin'
        keys here: crs, cell, snap, area, masks
      """),
  Fault(
    "misspelt key", "cell: 10 km", by: "cel: 10 km",
    says: """
      m.yaml:15:1: error: missing key 'cell'
        add 'cell': a length with its unit, such as '10 km'
      m.yaml:17:3: error: unknown key 'cel'
        did you mean 'cell'?
      """),
  Fault(
    "misspelt section", "samples:", by: "smaples:",
    says: """
      m.yaml:42:1: error: unknown key 'smaples'
        did you mean 'samples'?
      m.yaml:47:1: error: 'importance' needs the section 'samples'
        add 'samples', or leave 'importance' out
      m.yaml:65:1: error: 'calibration' needs the section 'samples'
        add 'samples', or leave 'calibration' out
      """),
  Fault(
    "duplicate key", "cell: 10 km", by: "cell: 10 km\n  cell: 5 km",
    says: """
      m.yaml:18:3: error: key 'cell' is given twice
        it stands on line 17 already; keep one of the two
      """),
  Fault(
    "wrong type", "cell: 10 km", by: "cell: [10, km]",
    says: """
      m.yaml:17:9: error: 'cell' is a list
        write a length with its unit, such as '10 km'
      """),
  Fault(
    "text for a number", "trees: 10", by: "trees: \"10\"",
    says: """
      m.yaml:47:33: error: 'trees' is the text '10'
        write a whole number
      """),
  Fault(
    "empty value", "title: A small product", by: "title:",
    says: """
      m.yaml:5:9: error: 'title' is empty
        write a text
      """),
  Fault(
    "snap beside the cells", "snap: 10000 m", by: "snap: 15 km",
    says: """
      m.yaml:18:3: error: 'snap' is '15 km'
        write a whole multiple of 'cell'
      """),
  Fault(
    "no unit", "cell: 10 km", by: "cell: 10",
    says: """
      m.yaml:17:9: error: 'cell' has no unit
        write a length with its unit, such as '10 km'; units: m, km, cm
      """),
  Fault(
    "unknown unit", "constant: 5 t/ha/a", by: "constant: 5 t/acre/a",
    says: """
      m.yaml:61:28: error: 'constant' is in 't/acre/a'
        write an erosion rate with its unit, such as '2.76 t/ha/a'; units: t/ha/a, kg/m2/a
      """),
  Fault(
    "unit without a number", "snap: 10000 m", by: "snap: some m",
    says: """
      m.yaml:18:9: error: 'snap' is 'some m'
        write a length with its unit, such as '10 km'
      """),
  Fault(
    "unknown unit of a layer", "unit: degC", by: "unit: C",
    says: """
      m.yaml:38:32: error: 'unit' is in 'C'
        write a unit, such as 'degC', or '1' for a plain number; units: m, cm, km, m/m, degree, degC, K, mm/a, 1, percent, 1/m, t/ha/a, m/a
      """),
  Fault(
    "range", "level: 9", by: "level: 12",
    says: """
      m.yaml:90:37: error: 'level' is 12, outside 1 to 9
        give a value from 1 to 9
      """),
  Fault(
    "range with a unit", "cell: 10 km", by: "cell: 20 cm",
    says: """
      m.yaml:17:9: error: 'cell' is 0.2 m, outside 1 to 1000000 m
        give a value from 1 to 1000000 m
      """),
  Fault(
    "not a finite number", "share: 0.5", by: "share: nan",
    says: """
      m.yaml:21:57: error: 'share' is 'nan'
        write a number
      """),
  Fault(
    "bounds in another unit", "h0: 0 to 0.5 m", by: "h0: 0 to 50 cm",
    says: """
      m.yaml:78:9: error: 'h0' is in 'cm'
        write a range with its unit, such as '0 to 10 m'; units: m
      """),
  Fault(
    "bounds the wrong way round", "alpha: 0 to 1", by: "alpha: 1 to 0",
    says: """
      m.yaml:82:12: error: 'alpha' is '1 to 0'
        write a range, such as '0 to 10'
      """),
  Fault(
    "misspelt word", "resample: bilinear}", by: "resample: bilinaer}",
    says: """
      m.yaml:36:50: error: 'resample' cannot be 'bilinaer'
        did you mean 'bilinear'?
      """),
  Fault(
    "classes averaged", "resample: mode", by: "resample: bilinear",
    says: """
      m.yaml:41:56: error: 'resample' cannot be 'bilinear'
        allowed: nearest, mode
      """),
  Fault(
    "unknown source", "source: relief, unit", by: "source: releif, unit",
    says: """
      m.yaml:36:23: error: unknown source 'releif'
        did you mean 'relief'?
      """),
  Fault(
    "unknown covariate", "layer: laplacian", by: "layer: curvature",
    says: """
      m.yaml:62:20: error: unknown covariate 'curvature'
        known covariates: elevation, laplacian, mat, map, ndvi, rock
      """),
  Fault(
    "unknown terrain attribute", "derive: laplacian", by: "derive: laplasian",
    says: """
      m.yaml:37:23: error: unknown terrain attribute 'laplasian'
        did you mean 'laplacian'?
      """),
  Fault(
    "source and derive", "derive: laplacian", by: "source: relief, derive: laplacian",
    says: """
      m.yaml:37:3: error: 'source' and 'derive' are given together
        keep one of 'source' and 'derive'
      """),
  Fault(
    "no way to the grid", ", resample: mode", by: "",
    says: """
      m.yaml:41:3: error: none of 'resample' and 'aggregate' is given
        give one of them
      """),
  Fault(
    "attribute in another unit", "unit: 1/m", by: "unit: m/m",
    says: """
      m.yaml:37:48: error: 'laplacian' is in '1/m', not in 'm/m'
        point to one in 'm/m', or correct its declaration
      """),
  Fault(
    "climate exchanged", "temperature: mat", by: "temperature: map",
    says: """
      m.yaml:59:26: error: 'map' is in 'mm/a', not in 'degC'
        point to one in 'degC', or correct its declaration
      """),
  Fault(
    "zones of what takes no part", "[elevation, rock]", by: "[elevation, laplacian, elevation]",
    says: """
      m.yaml:51:27: error: covariate 'laplacian' is declared 'candidate: false'
        leave it out here, or remove 'candidate: false' there
      m.yaml:51:38: error: 'elevation' stands twice in 'covariates'
        keep one of the two
      """),
  Fault(
    "more zones than cells to try them on", "starts: 2", by: "starts: 2\n  sample: 100\n  compare-k: 2 to 101",
    says: """
      m.yaml:56:3: error: 'compare-k' is '101'
        write no more zones than the 100 cells of 'sample'
      """),
  Fault(
    "too few columns", "[elevation, mat, map, ndvi]", by: "[elevation, mat, map]",
    says: """
      m.yaml:55:36: error: 'columns' has 3 entries
        give 4
      """),
  Fault(
    "no such day", "2026-12-01", by: "2026-02-29",
    says: """
      m.yaml:7:17: error: 'release-date' is '2026-02-29'
        write a date, such as '2026-12-01'
      """),
  Fault(
    "no DOI", "10.1234/climate", by: "https://doi.org/10.1234/climate",
    says: """
      m.yaml:34:17: error: 'doi' is 'https://doi.org/10.1234/climate'
        write a DOI, such as '10.5194/essd-2025-809'
      """),
  Fault(
    "no CRS", "\"EPSG:32645\"", by: "WGS84",
    says: """
      m.yaml:16:8: error: 'crs' is 'WGS84'
        write a CRS, such as 'EPSG:4326'
      """),
  Fault(
    "no condition", "value <= 0", by: "value =< 0",
    says: """
      m.yaml:21:36: error: 'where' is 'value =< 0'
        write a condition, such as 'value >= 90'
      """),
  Fault(
    "path that leads out", "path: boundary.geojson", by: "path: ../boundary.geojson",
    says: """
      m.yaml:25:20: error: 'path' is '../boundary.geojson'
        write a path without '..' that does not begin with '/', such as 'climate/bio1.bil'
      """),
  Fault(
    "nowhere to fetch from", ", url: \"https://example.org/relief.tif\"", by: "",
    says: """
      m.yaml:28:13: error: missing key 'url'
        add 'url': a URL, such as 'https://example.org/bio1.bil'
      """),
  Fault(
    "generated without a generator", "obtain: {how: request, from: its authors, steps: [Ask for it.]}",
    by: "obtain: {how: generated}",
    says: """
      m.yaml:22:1: error: 'sources' needs the section 'twin'
        add 'twin', or leave 'sources' out
      """),
  Fault(
    "terrain without its choices", "terrain:", by: "terain:",
    says: """
      m.yaml:35:1: error: 'covariates' needs the section 'terrain'
        add 'terrain', or leave 'covariates' out
      m.yaml:91:1: error: unknown key 'terain'
        did you mean 'terrain'?
      """),
  Fault(
    "published zones without claims", "claims: small.claims.yaml\n", by: "",
    says: """
      m.yaml:47:1: error: 'zones' needs the section 'claims'
        add 'claims', or leave 'zones' out
      """),
  Fault(
    "another schema", "solum-manifest/1", by: "solum-manifest/2\nnovelty: true",
    says: """
      m.yaml:1:9: error: schema 'solum-manifest/2' is not 'solum-manifest/1'
        write 'schema: solum-manifest/1', or use the solum that knows this schema
      """),
  Fault(
    "not YAML", "masks:", by: "masks: [",
    says: """
      m.yaml:22:1: error: this is not YAML: did not find expected ',' or ']'
        check indentation, quotes and brackets up to this place
      """),
  Fault(
    "column after letters beyond ASCII", "[{name: Somebody, type: personal}]", by: "[{name: \"Zoë 土壤\", type: person}]",
    says: """
      m.yaml:8:37: error: 'type' cannot be 'person'
        did you mean 'personal'?
      """),
]
