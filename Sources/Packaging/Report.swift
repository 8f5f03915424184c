import Foundation
import Ledger

/// `report.html`: the release on one page, for a reader with nothing but a browser.
///
/// Pictures stand inside the page and nothing is fetched; a content security policy in its head makes the browser hold
/// it to that. It has no script.
package func report(of description: ReleaseDescription) -> String {
  let sections: [ReportSection] = [
    overviewSection(description), limitsSection(description), figuresSection(description), claimsSection(description),
    tablesSection(description), filesSection(description), sourcesSection(description), lineageSection(description),
    checkingSection(description),
  ].compactMap { $0 }
  let links = sections.map { "<li><a href=\"#\($0.id)\">\(escaped($0.title))</a></li>" }.joined(separator: "\n")
  return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>\(escaped(description.title)), version \(escaped(description.version))</title>
    <style>
    \(reportStyle)
    </style>
    </head>
    <body>
    <aside class="kind \(escaped(description.kind))" aria-label="Kind of product">
    <p><strong>\(escaped(description.kindSentence))</strong></p>
    \(list(description.substitutions))
    </aside>
    <header>
    <h1>\(escaped(description.title))</h1>
    <p class="byline">\(escaped(description.creators.map(\.name).joined(separator: "; ")))</p>
    <p class="byline">Version \(escaped(description.version)) · \
    <time datetime="\(escaped(description.releaseDate))">\(escaped(description.releaseDate))</time> · \
    \(link(Licence(description.licence).address, Licence(description.licence).name))</p>
    </header>
    <nav aria-label="Sections"><ul>
    \(links)
    </ul></nav>
    <main>
    \(sections.map(\.html).joined(separator: "\n"))
    </main>
    <footer><p>\(escaped(description.folder)) · made by solum \(escaped(description.toolVersion))</p></footer>
    </body>
    </html>

    """
}

/// A part of the page with its own heading and address.
struct ReportSection {
  var id: String
  var title: String
  var body: String

  var html: String {
    """
    <section id="\(id)" aria-labelledby="\(id)-title">
    <h2 id="\(id)-title">\(escaped(title))</h2>
    \(body)
    </section>
    """
  }
}

func link(_ address: String, _ text: String? = nil) -> String {
  "<a href=\"\(escaped(address))\">\(escaped(text ?? address))</a>"
}

private func overviewSection(_ description: ReleaseDescription) -> ReportSection {
  var body = description.summary.split(separator: "\n\n").map { "<p>\(escaped($0))</p>" }.joined(separator: "\n")
  if let article = description.supplementedLink {
    body += "\n<p>It supplements the \(escaped(article.form)) \(link(article.address)).</p>"
  }
  if !description.headlines.isEmpty {
    let items = description.headlines.map { headline in
      let unit = headline.unit == "1" ? "" : " <span class=\"unit\">\(escaped(headline.unit))</span>"
      return "<div><dt>\(escaped(headline.name))</dt><dd>\(escaped(readable(headline.value)))\(unit)</dd></div>"
    }
    body += "\n<dl class=\"headlines\">\n\(items.joined(separator: "\n"))\n</dl>"
  }
  body += """

    <dl class="facts">
    <div><dt>Cite as</dt><dd>\(escaped(description.reference))</dd></div>
    <div><dt>Area</dt><dd>\(escaped(description.area))</dd></div>
    <div><dt>Grid</dt><dd>cells of \(readable(description.cellSize)) m; <code>\(escaped(description.crs))</code></dd></div>
    </dl>
    """
  return ReportSection(id: "overview", title: "What this is", body: body)
}

private func limitsSection(_ description: ReleaseDescription) -> ReportSection? {
  guard !description.limits.isEmpty else { return nil }
  return ReportSection(id: "limits", title: "Before you use it", body: list(description.limits))
}

/// Sentences as a list; nothing where there is none.
private func list(_ sentences: [String]) -> String {
  guard !sentences.isEmpty else { return "" }
  return "<ul>\n\(sentences.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))\n</ul>"
}

private func figuresSection(_ description: ReleaseDescription) -> ReportSection? {
  guard !description.figures.isEmpty else { return nil }
  let figures = description.figures.map { figure in
    let size = pngSize(figure.png).map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
    return """
      <figure>
      <img src="data:image/png;base64,\(Data(figure.png).base64EncodedString())" alt="\(escaped(figure.title))"\(size)>
      <figcaption><strong>\(escaped(figure.title)).</strong> \(escaped(figure.caption)) \
      <a href="\(escaped(figure.path))"><code>\(escaped(figure.path))</code></a></figcaption>
      </figure>
      """
  }
  return ReportSection(id: "figures", title: "Maps and figures", body: figures.joined(separator: "\n"))
}

/// Width and height from the header of a PNG; `nil` where the bytes are none.
private func pngSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
  guard bytes.count >= 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
  func integer(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
  return (integer(at: 16), integer(at: 20))
}

private func tablesSection(_ description: ReleaseDescription) -> ReportSection? {
  guard !description.tables.isEmpty else { return nil }
  let tables = description.tables.map { named in
    let rows = named.table.rows.count
    let whole = "<a href=\"\(escaped(named.path))\"><code>\(escaped(named.path))</code></a>"
    let note =
      rows > reportedRows ? "The first \(reportedRows) of \(rows) rows; all are in \(whole)." : "In full: \(whole)."
    let body = """
      \(reportTable(named.table, label: named.title, limit: reportedRows))
      <p class="note">\(note)</p>
      """
    return rows > shownRows
      ? "<details><summary>\(escaped(named.title)) <span class=\"count\">\(rows) rows</span></summary>\n\(body)\n</details>"
      : "<h3>\(escaped(named.title))</h3>\n\(body)"
  }
  let note = "<p>Numbers are rounded here to four digits; the files have them in full. An empty cell has no value.</p>"
  return ReportSection(id: "tables", title: "Tables", body: ([note] + tables).joined(separator: "\n"))
}

private func filesSection(_ description: ReleaseDescription) -> ReportSection {
  let rows = description.files.map { file in
    "<tr><td><a href=\"\(escaped(file.path))\"><code>\(breakable(file.path))</code></a></td>"
      + "<td>\(escaped(file.title))</td><td>\(escaped(file.unit ?? ""))</td></tr>"
  }
  var body = scrolling(
    "Files of the release",
    """
    <table>
    <thead><tr><th scope="col">File</th><th scope="col">Content</th><th scope="col">Unit</th></tr></thead>
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody>
    </table>
    """)
  let hasFlags = description.files.contains { $0.path == ReleaseDescription.flagsPath }
  if hasFlags, !description.flagMeanings.isEmpty {
    let bits = description.flagMeanings.map { "<div><dt>\($0.bit)</dt><dd>\(escaped($0.meaning))</dd></div>" }
    body += "\n<h3>Bits of <code>\(ReleaseDescription.flagsPath)</code></h3>\n"
    body += "<dl class=\"facts\">\n\(bits.joined(separator: "\n"))\n</dl>"
  }
  if !description.omissions.isEmpty {
    let items = description.omissions.map { "<li><code>\(breakable($0.path))</code>: \(escaped($0.reason))</li>" }
    body += "\n<h3>What is left out, and why</h3>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>"
  }
  return ReportSection(id: "files", title: "Files", body: body)
}

private func checkingSection(_ description: ReleaseDescription) -> ReportSection {
  let body = """
    <p>In the folder of the release, with nothing but coreutils:</p>
    <pre><code>sha256sum -c SHA256SUMS</code></pre>
    <p>Every line must end in <code>OK</code>. This page is one of the files it checks. With solum, \
    <code>solum verify .</code> checks digests, metadata and claims, and <code>solum trace FILE</code> follows any file down \
    to its sources.</p>
    """
  return ReportSection(id: "checking", title: "Check it yourself", body: body)
}
