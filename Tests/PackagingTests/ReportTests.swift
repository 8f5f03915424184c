import Checksums
import Foundation
import Ledger
import Testing

@testable import Packaging

@Suite struct ReportTests {
  let page = report(of: .example)

  /// What a browser would fetch: anything but `data:` behind src, any stylesheet, script, font or frame.
  @Test(arguments: Variant.allCases)
  func `Nothing is fetched and nothing is run`(variant: Variant) {
    let page = report(of: variant.description)
    #expect(page.ranges(of: "src=").count == page.ranges(of: "src=\"data:image/png;base64,").count)
    for word in ["<script", "<link", "<iframe", "<object", "<embed", "@import", "url(", "srcset", "onload", "onclick"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test(arguments: Variant.allCases)
  func `Every element that is opened is closed, in order`(variant: Variant) {
    let void: Set = ["meta", "img", "br", "wbr", "!DOCTYPE"]
    var open: [String] = []
    for match in report(of: variant.description).matches(of: /<(\/?)([A-Za-z!][A-Za-z0-9]*)(?:[^<>"]|"[^"]*")*>/) {
      let name = String(match.2)
      if match.1 == "/" {
        #expect(open.popLast() == name)
      } else if !void.contains(name) {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `The kind of the product stands before its title`() throws {
    let kind = try #require(
      page.firstRange(of: "This is a reconstruction from substitutes, not the published data set."))
    let substitute = try #require(page.firstRange(of: "0.5° stands in for NDVI."))
    let title = try #require(page.firstRange(of: "<h1>"))
    #expect(kind.lowerBound < substitute.lowerBound && substitute.lowerBound < title.lowerBound)
  }

  @Test func `Words that look like tags stay words`() {
    #expect(page.contains("<h1>Solum thickness &lt;of&gt; the Qinghai–Tibet Plateau &amp; its &quot;rim&quot;</h1>"))
    for word in ["<of>", "<basin>", "<c>", "<h>", "<Relief>"] { #expect(!page.contains(word), "\(word)") }
  }

  @Test func `The page has a language, every picture a text, every section a heading`() {
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.contains("alt=\"Map of &lt;h&gt;\" width=\"1\" height=\"1\""))
    #expect(page.ranges(of: "<section ").count == page.ranges(of: "<h2 ").count)
  }

  /// The bytes of the figure after RFC 4648, checked against Foundation's reader.
  @Test func `The figure in the page is the figure of the release`() throws {
    let start = try #require(page.firstRange(of: "base64,")).upperBound
    let code = page[start...].prefix { $0 != "\"" }
    #expect(Data(base64Encoded: String(code)).map { [UInt8]($0) } == ReleaseDescription.png)
  }

  @Test func `Claims are counted by verdict, with words, and a verdict that was not expected is marked`() {
    #expect(page.contains("<span aria-hidden=\"true\">≠</span> moved</span> <strong>1</strong>"))
    #expect(page.contains("<span aria-hidden=\"true\">✗</span> fails</span> <strong>1</strong>"))
    #expect(page.contains("1 verdict differs from the one that was expected."))
    #expect(page.contains("<td><strong>holds</strong></td>"))
    #expect(page.contains("<td class=\"number\">0.7712</td>"))
  }

  @Test func `A long table is cut with a note, and a middling one folded`() {
    func page(rows: Int) -> String {
      var description = ReleaseDescription.example
      let table = Table(columns: ["row"], rows: (1...rows).map { ["r\($0)"] })
      description.tables = [.init(path: "tables/long.csv", title: "Long", table: table)]
      return report(of: description)
    }
    #expect(page(rows: 20).contains("<h3>Long</h3>"))
    let folded = page(rows: 100)
    #expect(folded.contains("<summary>Long <span class=\"count\">100 rows") && folded.contains("<td>r100</td>"))
    let cut = page(rows: 552)
    #expect(cut.contains("<td>r100</td>") && !cut.contains("<td>r101</td>"))
    #expect(cut.contains("The first 100 of 552 rows; all are in"))
  }

  @Test func `Every task stands in the lineage with the first digits of its key`() {
    for task in ReleaseDescription.example.tasks {
      #expect(page.contains("<td><code>\(task.key.hexadecimal.prefix(12))</code></td>"))
    }
  }
}
