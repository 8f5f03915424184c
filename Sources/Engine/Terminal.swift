import Foundation

/// A file descriptor that may be a terminal.
struct Terminal: Sendable {
  var descriptor: Int32

  /// Whether it is a terminal whose cursor can be moved and that somebody looks at. Where `TERM` says nothing, nobody
  /// knows what moves the cursor.
  func canMoveCursor(in environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
    isatty(descriptor) == 1 && !["", "dumb"].contains(environment["TERM"] ?? "") && environment["CI"] != "true"
  }

  /// Its size now; `nil` while this process is in the background, and while the terminal takes no output.
  var sizeToDrawOn: Talk.Size? {
    let foreground = tcgetpgrp(descriptor)
    guard foreground == getpgrp() || foreground == -1 else { return nil }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&waiting, 1, 0) == 1, waiting.revents == Int16(POLLOUT) else { return nil }
    var size = winsize()
    var known = Talk.Size()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return known }
    if size.ws_col > 0 { known.columns = Int(size.ws_col) }
    if size.ws_row > 0 { known.rows = Int(size.ws_row) }
    return known
  }

  /// In one system call, if the system takes all at once, so that lines of several processes do not mix.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
