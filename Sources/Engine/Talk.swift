import Foundation
import Synchronization

/// Where a program talks: whole lines that stay, and below them, on a terminal, a view that is drawn in place.
///
/// Whoever says something while a view may be up says it here: the line goes where the view stood, and the view below
/// it. The cursor stays visible and waits on the row below the view, so that whatever ends the process leaves the last
/// drawing at most, and the shell goes on under it.
package final class Talk: Sendable {
  /// A terminal's rows and columns.
  package struct Size: Hashable, Sendable {
    package var columns = 80
    package var rows = 24
  }

  private struct Drawing {
    var lines: [String] = []
    var time: ContinuousClock.Instant?
    var isHidden = false

    var age: Duration { time.map { .now - $0 } ?? .seconds(3600) }

    /// Takes the view away.
    mutating func erasure(columns: Int) -> String {
      defer { lines = [] }
      return lines.isEmpty ? "" : Talk.upAbove(lines, columns: columns) + "\u{1b}[J"
    }
  }

  package static let standardError = Talk(Terminal(descriptor: STDERR_FILENO))

  private let drawing = Mutex(Drawing())
  /// `nil` where no view can ever be drawn; what it returns is `nil` where none can be drawn now.
  private let size: (@Sendable () -> Size?)?
  /// The least time from one drawing to the next, and the most while nothing changes.
  private let pause: ClosedRange<Duration>
  private let write: @Sendable (String) -> Void

  init(
    size: (@Sendable () -> Size?)? = nil, pause: ClosedRange<Duration> = .milliseconds(90) ... .seconds(1),
    write: @escaping @Sendable (String) -> Void
  ) {
    self.size = size
    self.pause = pause
    self.write = write
  }

  private convenience init(_ terminal: Terminal) {
    let size: @Sendable () -> Size? = { terminal.sizeToDrawOn }
    self.init(size: terminal.canMoveCursor() ? size : nil) { terminal.write($0) }
  }

  /// Whether a view can be drawn here.
  package var canDraw: Bool { size != nil }

  /// Says whole lines that stay; each call in one piece, whatever other threads say. A closed stderr loses them, as it
  /// should.
  package func say(_ text: String) {
    drawing.withLock { drawing in
      let lines = drawing.lines
      var output = drawing.erasure(columns: columns) + text + (text.hasSuffix("\n") ? "" : "\n")
      // Among many lines the view waits for its next drawing.
      if !lines.isEmpty, drawing.age >= pause.lowerBound {
        output += Self.text(of: lines)
        drawing.lines = lines
        drawing.time = .now
      }
      write(output)
    }
  }

  /// Draws the view in place of the one before, unless that is too young or the terminal takes nothing now.
  ///
  /// - Parameter view: at most one line fewer than the terminal has rows, each shorter than its rows are wide.
  package func draw(_ view: (Size) -> [String]) {
    drawing.withLock { drawing in
      let isDue = drawing.lines.isEmpty || drawing.age >= pause.lowerBound
      guard isDue, !drawing.isHidden, let size = size?() else { return }
      let lines = view(size)
      guard lines != drawing.lines || !lines.isEmpty && drawing.age >= pause.upperBound else { return }
      write(Self.upAbove(drawing.lines, columns: size.columns) + Self.text(of: lines) + "\u{1b}[J")
      drawing.lines = lines
      drawing.time = .now
    }
  }

  /// Takes the view away.
  package func erase() {
    drawing.withLock { drawing in
      let erasure = drawing.erasure(columns: columns)
      if !erasure.isEmpty { write(erasure) }
    }
  }

  /// Takes the view away and draws none before `reveal`: for a process that is about to stop or to leave. A terminal
  /// that takes nothing now does not hold it up; it then keeps the last drawing.
  package func hide() {
    for _ in 0..<100 {
      let isDone: Void? = drawing.withLockIfAvailable { drawing in
        drawing.isHidden = true
        guard let size = size?() else { return }
        let erasure = drawing.erasure(columns: size.columns)
        if !erasure.isEmpty { write(erasure) }
      }
      if isDone != nil { return }
      usleep(1_000)
    }
  }

  package func reveal() { drawing.withLock { $0.isHidden = false } }

  private var columns: Int { (size?() ?? Size()).columns }

  /// From the row below a view to the start of its first. A terminal that was made narrower has broken longer lines in
  /// several.
  static func upAbove(_ lines: [String], columns: Int) -> String {
    let rows = lines.reduce(0) { $0 + max(1, ($1.count + columns - 1) / columns) }
    return rows == 0 ? "" : "\u{1b}[\(rows)A\r"
  }

  private static func text(of lines: [String]) -> String {
    lines.map { "\($0)\u{1b}[K\n" }.joined()
  }
}
