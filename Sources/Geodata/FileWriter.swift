#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes `bytes` to `path` and waits until they are on the disk.
func writeFile(_ bytes: UnsafeRawBufferPointer, to path: String) throws(GDALError) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else {
    let isFull = errno == ENOSPC || errno == EDQUOT
    throw GDALError(path, isFull ? .cannotWrite(reason: systemReason()) : .cannotCreate(reason: systemReason()))
  }
  var written = 0
  while written < bytes.count {
    let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      let reason = systemReason()
      close(descriptor)
      throw GDALError(path, .cannotWrite(reason: reason))
    }
    written += count
  }
  let isSafe = fsync(descriptor) == 0 || errno == EINVAL  // a pipe or device cannot be synced
  let reason = systemReason()
  let isClosed = close(descriptor) == 0
  guard isSafe, isClosed else { throw GDALError(path, .cannotWrite(reason: reason)) }
}

private func systemReason() -> String { String(cString: strerror(errno)) }
