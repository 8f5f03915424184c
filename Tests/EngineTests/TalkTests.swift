import Synchronization
import Testing

@testable import Engine

/// What is written to a terminal; the escapes are those of ECMA-48: `CSI n A` goes up, `CSI K` and `CSI J` erase to the
/// end of the row and of the screen.
@Suite struct `Talk on a terminal` {
  private let journal = Journal()
  private let size = Setting(Talk.Size(columns: 20, rows: 10))

  private final class Setting: Sendable {
    private let value: Mutex<Talk.Size?>
    init(_ size: Talk.Size?) { value = Mutex(size) }
    func set(_ size: Talk.Size?) { value.withLock { $0 = size } }
    func get() -> Talk.Size? { value.withLock(\.self) }
  }

  /// By default nothing is too soon, and nothing is drawn again that did not change.
  private func talk(pause: ClosedRange<Duration> = .zero ... .seconds(3600)) -> Talk {
    let (journal, size) = (journal, size)
    return Talk(size: { size.get() }, pause: pause) { journal.note($0) }
  }

  private func written() -> String { journal.take().joined() }

  @Test func `draws the next view over the last, and erases what that had more`() {
    let talk = talk()
    talk.draw { _ in ["one", "two"] }
    #expect(written() == "one\u{1b}[K\ntwo\u{1b}[K\n\u{1b}[J")
    talk.draw { _ in ["three"] }
    #expect(written() == "\u{1b}[2A\rthree\u{1b}[K\n\u{1b}[J")
    talk.erase()
    #expect(written() == "\u{1b}[1A\r\u{1b}[J")
    talk.erase()
    #expect(written() == "")
  }

  @Test func `does not draw again at once what did not change, and nothing too soon`() {
    let unhurried = talk()
    unhurried.draw { _ in ["one"] }
    _ = written()
    unhurried.draw { _ in ["one"] }
    #expect(written() == "")
    let slow = talk(pause: .seconds(3600) ... .seconds(3600))
    slow.draw { _ in ["one"] }
    _ = written()
    slow.draw { _ in ["two"] }
    #expect(written() == "")
  }

  @Test func `puts a line where the view stood, and the view below it`() {
    let talk = talk()
    talk.draw { _ in ["one", "two"] }
    _ = written()
    talk.say("a")
    #expect(written() == "\u{1b}[2A\r\u{1b}[Ja\none\u{1b}[K\ntwo\u{1b}[K\n")
  }

  @Test func `lets the view wait for its next drawing while there are many lines`() {
    let talk = talk(pause: .seconds(3600) ... .seconds(3600))
    talk.draw { _ in ["one", "two"] }
    _ = written()
    talk.say("a\nb")
    talk.say("c")
    #expect(written() == "\u{1b}[2A\r\u{1b}[Ja\nb\nc\n")
    talk.draw { _ in ["one", "two"] }
    #expect(written() == "one\u{1b}[K\ntwo\u{1b}[K\n\u{1b}[J")
  }

  @Test func `reckons that a narrower terminal has broken the rows of the last view`() {
    let talk = talk()
    talk.draw { _ in ["123456789012", "12345", ""] }
    _ = written()
    size.set(Talk.Size(columns: 5, rows: 10))
    // 3 rows of up to 5 characters, 1, and 1 that is empty.
    talk.erase()
    #expect(written() == "\u{1b}[5A\r\u{1b}[J")
  }

  @Test func `draws nothing while it is hidden, and says everything`() {
    let talk = talk()
    talk.draw { _ in ["one"] }
    talk.hide()
    #expect(written() == "one\u{1b}[K\n\u{1b}[J\u{1b}[1A\r\u{1b}[J")
    talk.draw { _ in ["one"] }
    talk.say("a")
    #expect(written() == "a\n")
    talk.reveal()
    talk.draw { _ in ["one"] }
    #expect(written() == "one\u{1b}[K\n\u{1b}[J")
  }

  @Test func `writes nothing for a view without lines`() {
    talk().draw { _ in [] }
    #expect(written() == "")
  }

  @Test func `draws nothing while the terminal is not to be drawn on`() {
    let talk = talk()
    size.set(nil)
    talk.draw { _ in ["one"] }
    talk.say("a")
    #expect(written() == "a\n")
  }

  @Test func `that is none is lines alone`() {
    let journal = journal
    let talk = Talk { journal.note($0) }
    #expect(!talk.canDraw)
    talk.draw { _ in ["one"] }
    talk.say("a")
    talk.say("b\n")
    #expect(written() == "a\nb\n")
  }
}
