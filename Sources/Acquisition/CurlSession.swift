import CCurl

/// The one owner of a libcurl handle.
struct CurlSession: ~Copyable {
  /// libcurl is set up once for the process, before the first handle.
  private static let ready = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headers: UnsafeMutablePointer<curl_slist>?

  init() {
    // Either fails only when memory is exhausted.
    guard Self.ready == CURLE_OK, let handle = curl_easy_init() else { preconditionFailure("libcurl does not start") }
    self.handle = handle
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    _ = solum_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headers)
    errorText.deallocate()
  }

  /// Sets what holds for every transfer: bytes as they are, no signals, no silence for ever, no redirect to a local file.
  func configure(_ location: String, _ policy: TransferPolicy) {
    set(CURLOPT_URL, location)
    set(CURLOPT_USERAGENT, "solum")
    set(CURLOPT_PROTOCOLS_STR, "http,https,file")
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 1)
    set(CURLOPT_MAXREDIRS, 10)
    set(CURLOPT_FAILONERROR, 1)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_CONNECTTIMEOUT, policy.connectTimeout)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, policy.stallTimeout)
  }

  func set(_ option: CURLoption, _ value: Int) {
    _ = solum_curl_set_long(handle, option, value)
  }

  func set(_ option: CURLoption, offset: Int) {
    _ = solum_curl_set_offset(handle, option, curl_off_t(offset))
  }

  /// libcurl copies the text.
  func set(_ option: CURLoption, _ text: String) {
    _ = solum_curl_set_string(handle, option, text)
  }

  mutating func add(header: String) {
    headers = curl_slist_append(headers, header)
    _ = solum_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
  }

  /// Runs the transfer into `sink`.
  func perform(_ sink: TransferSink) -> CURLcode {
    let context = Unmanaged.passUnretained(sink).toOpaque()
    _ = solum_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    _ = solum_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    _ = solum_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
    _ = solum_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      let sink = Unmanaged<TransferSink>.fromOpaque(context).takeUnretainedValue()
      return sink.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    _ = solum_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let context else { return 0 }
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      Unmanaged<TransferSink>.fromOpaque(context).takeUnretainedValue().take(
        header: String(decoding: line, as: UTF8.self))
      return size * count
    }
    _ = solum_curl_set_meter(handle, CURLOPT_XFERINFOFUNCTION) { context, total, received, _, _ in
      guard let context else { return 1 }
      let sink = Unmanaged<TransferSink>.fromOpaque(context).takeUnretainedValue()
      return sink.meter(received: Int(received), total: Int(total)) ? 0 : 1
    }
    set(CURLOPT_NOPROGRESS, 0)
    return withExtendedLifetime(sink) { curl_easy_perform(handle) }
  }

  /// The status of the last response; 0 where the protocol has none.
  var status: Int {
    var status = 0
    _ = solum_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  /// libcurl's words for what went wrong.
  var message: String { String(cString: errorText) }
}
