import Foundation
import Synchronization

/// An HTTP server on the loopback interface that answers each request as it is told, one connection after another.
package final class LoopbackServer: Sendable {
  package struct Request: Sendable {
    package var path: String
    /// By lower-case name.
    package var headers: [String: String]
  }

  package struct Response: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// Ends the connection after this many bytes of the body, whose full length was announced.
    var cutAfter: Int?
    /// Says nothing more after that, and waits for the other side to leave.
    var stalls = false

    package init(status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], cutAfter: Int? = nil) {
      self.status = status
      self.headers = headers
      self.body = body
      self.cutAfter = cutAfter
    }
  }

  package let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (Request, Int) -> Response
  private let log = Mutex<[Request]>([])

  /// - Parameter answer: from the request and its number, counted from 0.
  package init(_ answer: @escaping @Sendable (Request, Int) -> Response) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    self.answer = answer
    Thread { [self] in serve() }.start()
  }

  /// Ends the server; its port then refuses connections. Its own thread closes the socket, so that its number is not
  /// taken by another test's while the thread still waits on it.
  package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The requests so far.
  package var requests: [Request] { log.withLock { $0 } }

  package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  private func serve() {
    defer { close(listener) }
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      if let request = read(connection) {
        let number = log.withLock { log in
          log.append(request)
          return log.count - 1
        }
        write(connection, answer(request, number))
      }
      close(connection)
    }
  }

  /// Reads a request's head; these requests have no body.
  private func read(_ connection: Int32) -> Request? {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      head.append(byte)
    }
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    return Request(path: lines[0].components(separatedBy: " ").dropFirst().first ?? "", headers: headers)
  }

  private func write(_ connection: Int32, _ response: Response) {
    var head = "HTTP/1.1 \(response.status) Told\r\nConnection: close\r\nContent-Length: \(response.body.count)\r\n"
    for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
    let bytes = Array((head + "\r\n").utf8) + response.body.prefix(response.cutAfter ?? .max)
    var sent = 0
    bytes.withUnsafeBytes { all in
      while sent < all.count, let base = all.baseAddress {
        let count = send(connection, base + sent, all.count - sent, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return }
        sent += count
      }
    }
    var byte: UInt8 = 0
    if response.stalls { _ = recv(connection, &byte, 1, 0) }
  }
}

extension LoopbackServer.Response {
  /// What a server that knows ranges answers for a file with this entity tag.
  package static func file(
    _ body: [UInt8], tag: String?, to request: LoopbackServer.Request, cutAfter: Int? = nil
  ) -> Self {
    var headers: [String: String] = [:]
    if let tag { headers["ETag"] = tag }
    guard let range = request.headers["range"], let tag, request.headers["if-range"] == tag,
      let start = Int(range.dropFirst("bytes=".count).dropLast())
    else { return Self(headers: headers, body: body, cutAfter: cutAfter) }
    headers["Content-Range"] = "bytes \(start)-\(body.count - 1)/\(body.count)"
    return Self(status: 206, headers: headers, body: Array(body[start...]), cutAfter: cutAfter)
  }

  /// A file of which the server sends a part and then falls silent.
  package static func stalling(_ body: [UInt8], tag: String, after count: Int) -> Self {
    var response = Self(headers: ["ETag": tag], body: body, cutAfter: count)
    response.stalls = true
    return response
  }
}
