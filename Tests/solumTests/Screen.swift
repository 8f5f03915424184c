/// What a terminal shows after the bytes it was sent: text, line ends, and the three escapes of ECMA-48 that a view in
/// place needs. Rows that have left by the top are kept.
struct Screen {
  private let columns: Int
  private let height: Int
  private var cells: [[Character]] = [[]]
  private var row = 0
  private var column = 0
  /// An escape that has not come whole yet.
  private var escape = ""
  /// Escapes that are none of the three.
  private(set) var unknown: [String] = []
  /// The most rows that the cursor went up at once, and whether it ever met the top of the screen.
  private(set) var farthest = 0
  private(set) var hasMetTop = false

  init(columns: Int, rows: Int) {
    self.columns = columns
    height = rows
  }

  /// The rows down to the last that is not empty.
  var rows: [String] {
    var rows = cells.map { String($0) }
    while rows.last == "" { rows.removeLast() }
    return rows
  }

  mutating func show(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars { show(Character(scalar)) }
  }

  private mutating func show(_ character: Character) {
    if !escape.isEmpty || character == "\u{1b}" {
      escape.append(character)
      if escape.count > 2, character.isLetter { obey() }
      return
    }
    switch character {
    case "\r": column = 0
    case "\n": goDown()
    default:
      // A full row is left only when another character comes.
      if column == columns {
        column = 0
        goDown()
      }
      while cells[row].count <= column { cells[row].append(" ") }
      cells[row][column] = character
      column += 1
    }
  }

  private mutating func goDown() {
    row += 1
    if row == cells.count { cells.append([]) }
  }

  private mutating func obey() {
    let number = Int(escape.dropFirst(2).dropLast())
    switch escape.last {
    case "A":
      let top = max(0, cells.count - height)
      farthest = max(farthest, number ?? 1)
      hasMetTop = hasMetTop || row - (number ?? 1) < top
      row = max(top, row - (number ?? 1))
    case "K" where number == nil: cells[row].removeLast(max(0, cells[row].count - column))
    case "J" where number == nil:
      cells[row].removeLast(max(0, cells[row].count - column))
      cells.removeLast(cells.count - row - 1)
    default: unknown.append(escape)
    }
    escape = ""
  }
}
