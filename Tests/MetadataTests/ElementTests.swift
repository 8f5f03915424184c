import Metadata
import Testing

@Suite struct ElementTests {
  @Test func `A document is indented text with attributes in their order`() {
    let root = Element(
      "a:root", [.init("xmlns:a", "urn:a"), .init("z", "1"), .init("b", "2")],
      [
        Element("a:child", text: "words"), Element("empty"), Element("nothing", text: ""),
        Element("deep", [], [Element("d", text: "x")]),
      ])
    #expect(
      root.document == """
        <?xml version="1.0" encoding="UTF-8"?>
        <a:root xmlns:a="urn:a" z="1" b="2">
          <a:child>words</a:child>
          <empty/>
          <nothing/>
          <deep>
            <d>x</d>
          </deep>
        </a:root>

        """)
  }

  @Test(arguments: [
    ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
    ("\"double\" 'single'", "\"double\" 'single'"),
    ("]]>", "]]&gt;"),
    ("Qinghai–Tibet 青藏 😀 é", "Qinghai–Tibet 青藏 😀 é"),
    ("carriage\rreturn", "carriage&#13;return"),
    ("bell\u{7}", "bell\u{FFFD}"),
    ("&amp;", "&amp;amp;"),
  ])
  func `Text is escaped as XML 1.0 wants it`(text: String, escaped: String) {
    #expect(Element("t", text: text).document.hasSuffix("<t>\(escaped)</t>\n"))
  }

  /// The reader is libxml2's: what it makes of the text is what any XML reader makes of it.
  @Test(arguments: [
    "a & b < c > d", "\"double\" and 'single'", "]]>", "青藏 😀", "carriage\rreturn", "line\nfeed", "tab\ttab",
    "&#10; &lt;",
  ])
  func `Text and attributes come back as they were`(text: String) throws {
    let root = Element("r", [.init("xmlns", "urn:x"), .init("a", text)], [Element("t", text: text), Element("u")])
    #expect(try Element(document: root.document, named: "r.xml") == root)
  }

  @Test func `Elements are found by name at any depth, in order`() throws {
    let root = try Element(
      document: "<r><a>1</a><b><a>2</a><!-- no --></b><a>3</a></r>", named: "r.xml")
    #expect(root.all("a").map(\.text) == ["1", "2", "3"])
    #expect(root.elements.map(\.name) == ["a", "b", "a"])
  }
}
