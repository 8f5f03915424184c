/// What a file is, by the end of its name.
func mediaType(_ path: String) -> String {
  let kinds = [
    (".tif", "image/tiff; application=geotiff; profile=cloud-optimized"), (".csv", "text/csv"), (".png", "image/png"),
    (".json", "application/json"), (".jsonl", "application/jsonl"), (".xml", "application/xml"),
    (".md", "text/markdown"),
    (".html", "text/html"), (".yaml", "application/yaml"), (".lock", "application/yaml"), (".cff", "application/yaml"),
    (".txt", "text/plain"),
  ]
  return kinds.first { path.hasSuffix($0.0) }?.1 ?? (path == "SHA256SUMS" ? "text/plain" : "application/octet-stream")
}
