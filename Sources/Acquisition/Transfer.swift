import CCurl
import Checksums

/// One attempt to receive a file from one location.
struct Transfer {
  enum Outcome {
    case complete
    /// The server no longer has what the part was cut from: start from nothing.
    case restart
    /// It may go well another time.
    case temporary(String)
    case notThere(String)
    case redirectRefused(String)
    case notAllowed(String)
    case tooLong
    case interrupted
    case file(FileError)
  }

  var location: String
  /// The pinned size.
  var expected: Int?
  var policy: TransferPolicy

  /// Receives into `part`, from its end on where the server still has the same file, otherwise from the start.
  ///
  /// A ranged request carries the entity tag of the part (`If-Range`), so a changed file is sent whole; libcurl then
  /// ends with code 33 before a byte is delivered, and nothing is ever appended to another file's beginning.
  func receive(_ part: PartialFile, progress: @escaping (FetchProgress) -> Bool) -> Outcome {
    let tag = part.tag(for: location)
    if tag == nil {
      do throws(FileError) { try part.restart() } catch { return .file(error) }
    }
    let sink = TransferSink(part, location: location, expected: expected, progress: progress)
    var session = CurlSession()
    session.configure(location, policy)
    if let tag {
      session.set(CURLOPT_RESUME_FROM_LARGE, offset: part.bytes)
      session.add(header: "If-Range: \(tag)")
    }
    let code = session.perform(sink)
    let status = session.status
    if let failure = sink.failure { return failure }
    return judge(code, status: status, isRanged: tag != nil, session.message)
  }

  private func judge(_ code: CURLcode, status: Int, isRanged: Bool, _ message: String) -> Outcome {
    switch code {
    // libcurl takes a refused range (416) for the end of a file that is already whole.
    case CURLE_OK: isRanged && status != 206 ? .restart : .complete
    case CURLE_RANGE_ERROR: .restart
    case CURLE_HTTP_RETURNED_ERROR: judge(status: status)
    case CURLE_ABORTED_BY_CALLBACK: .interrupted
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_TOO_MANY_REDIRECTS: .redirectRefused(message)
    case CURLE_FILE_COULDNT_READ_FILE, CURLE_URL_MALFORMAT: .notThere(message)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_LOGIN_DENIED, CURLE_REMOTE_ACCESS_DENIED: .notAllowed(message)
    default: isWeb(location) ? .temporary(message) : .notThere(message)
    }
  }

  private func judge(status: Int) -> Outcome {
    switch status {
    case 401, 403, 407: .notAllowed("HTTP status \(status)")
    case 408, 425, 429, 500...: .temporary("HTTP status \(status)")
    default: .notThere("HTTP status \(status)")
    }
  }
}

/// Where libcurl puts what arrives: the part on the disk, its digest, its entity tag.
///
/// libcurl holds it as a bare pointer while a session performs; nothing else uses it then.
final class TransferSink {
  private let part: PartialFile
  private let location: String
  private let expected: Int?
  private let start: Int
  private let progress: (FetchProgress) -> Bool
  private var tag: String?
  /// What the sink itself refused.
  private(set) var failure: Transfer.Outcome?

  init(_ part: PartialFile, location: String, expected: Int?, progress: @escaping (FetchProgress) -> Bool) {
    self.part = part
    self.location = location
    self.expected = expected
    self.progress = progress
    start = part.bytes
  }

  /// Somewhat more than is pinned is taken, so that the digest of a file that its producer changed can be told.
  private var mostTaken: Int? { expected.map { 2 * $0 + 1 << 20 } }

  /// Takes a piece of the body; false ends the transfer.
  func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    do throws(FileError) {
      if part.bytes == 0, let tag { try part.remember(tag: tag, of: location) }
      if let mostTaken, part.bytes + piece.count > mostTaken {
        failure = .tooLong
        return false
      }
      try part.append(piece)
      return true
    } catch {
      failure = .file(error)
      return false
    }
  }

  /// Takes a line of the response's head. Only a strong entity tag names bytes (RFC 9110, §13.1.5).
  func take(header: String) {
    if header.hasPrefix("HTTP/") { tag = nil }
    guard let colon = header.firstIndex(of: ":"), header[..<colon].lowercased() == "etag" else { return }
    let value = header[header.index(after: colon)...].drop { $0 == " " || $0 == "\t" }.prefix { !$0.isNewline }
    tag = value.hasPrefix("\"") ? String(value) : nil
  }

  /// Tells how far it is; false ends the transfer.
  func meter(received: Int, total: Int) -> Bool {
    progress(FetchProgress(received: start + received, total: expected ?? (total > 0 ? start + total : nil)))
  }
}
