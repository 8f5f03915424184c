/// An XML schema: the path or address of its root file, and the catalog that says where the files of its addresses lie.
package struct Schema: Hashable, Sendable {
  /// A path, or an https address that the catalog knows.
  package var root: String
  /// The path of an OASIS catalog.
  package var catalog: String?

  package init(root: String, catalog: String? = nil) {
    self.root = root
    self.catalog = catalog
  }

  /// DataCite's kernel 4.6 in a folder of schemas.
  package static func dataCite(in folder: String) -> Schema {
    Schema(root: "\(folder)/datacite/kernel-4.6/metadata.xsd")
  }

  /// ISO 19115-3, metadata base 2.0, in a folder of schemas.
  package static func iso19115(in folder: String) -> Schema {
    Schema(
      root: "https://schemas.isotc211.org/19115/-3/mdb/2.0/mdb.xsd", catalog: "\(folder)/iso19115-3/catalog.xml")
  }
}
