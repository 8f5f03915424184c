/// One stored file of a zip archive, and the headers that say so.
///
/// Nothing in them comes from the file's surroundings: the date is 1980-01-01, the first that DOS knows, and the mode
/// of every file `rw-r--r--`.
///
/// - Reference: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
struct ZipEntry: Hashable {
  var name: String
  var size: UInt64
  var crc: UInt32
  /// Where its local header begins.
  var offset: UInt64
  /// The largest value that stands in a 32-bit field; what is larger goes into a zip64 field.
  var limit: UInt64 = 0xFFFF_FFFE

  private static let versionNeeded: UInt16 = 20
  private static let versionNeededForZip64: UInt16 = 45
  /// Made on Unix (3), so that the mode is one.
  private static let system: UInt16 = 3 << 8
  /// The name is UTF-8.
  private static let flags: UInt16 = 1 << 11
  private static let stored: UInt16 = 0
  private static let time: UInt16 = 0
  /// Bits: year since 1980, month, day.
  private static let date: UInt16 = 0 << 9 | 1 << 5 | 1
  private static let mode: UInt32 = 0o100644 << 16
  private static let zip64: UInt16 = 1

  private var isLarge: Bool { size > limit }
  private var isFar: Bool { offset > limit }
  private var size32: UInt32 { isLarge ? .max : UInt32(size) }

  /// What stands before the bytes of the file.
  var localHeader: [UInt8] {
    var extra = LittleEndianBytes()
    if isLarge {
      extra.append(Self.zip64)
      extra.append(UInt16(16))
      extra.append(size)
      extra.append(size)
    }
    var header = LittleEndianBytes()
    header.append(UInt32(0x0403_4b50))
    header.append(isLarge ? Self.versionNeededForZip64 : Self.versionNeeded)
    append(common: &header, extra: extra.bytes)
    header.bytes += Array(name.utf8) + extra.bytes
    return header.bytes
  }

  /// What stands in the directory at the end of the archive.
  var centralHeader: [UInt8] {
    var values = LittleEndianBytes()
    if isLarge {
      values.append(size)
      values.append(size)
    }
    if isFar { values.append(offset) }
    var extra = LittleEndianBytes()
    if !values.bytes.isEmpty {
      extra.append(Self.zip64)
      extra.append(UInt16(values.bytes.count))
      extra.bytes += values.bytes
    }
    let version = extra.bytes.isEmpty ? Self.versionNeeded : Self.versionNeededForZip64
    var header = LittleEndianBytes()
    header.append(UInt32(0x0201_4b50))
    header.append(Self.system | version)
    header.append(version)
    append(common: &header, extra: extra.bytes)
    header.append(UInt16(0))  // length of the comment
    header.append(UInt16(0))  // number of the disk
    header.append(UInt16(0))  // internal attributes
    header.append(Self.mode)
    header.append(isFar ? .max : UInt32(offset))
    header.bytes += Array(name.utf8) + extra.bytes
    return header.bytes
  }

  /// The fields that both headers share.
  private func append(common header: inout LittleEndianBytes, extra: [UInt8]) {
    header.append(Self.flags)
    header.append(Self.stored)
    header.append(Self.time)
    header.append(Self.date)
    header.append(crc)
    header.append(size32)
    header.append(size32)
    header.append(UInt16(name.utf8.count))
    header.append(UInt16(extra.count))
  }
}

/// What ends an archive: how many files, and where their directory is.
struct ZipEnd: Hashable {
  var count: UInt64
  var directorySize: UInt64
  var directoryOffset: UInt64
  var limit: UInt64 = 0xFFFF_FFFE
  var countLimit: UInt64 = 0xFFFE

  var bytes: [UInt8] {
    let isLarge = count > countLimit || directorySize > limit || directoryOffset > limit
    var end = LittleEndianBytes()
    if isLarge {
      end.append(UInt32(0x0606_4b50))
      end.append(UInt64(44))  // bytes that follow
      end.append(UInt16(3 << 8 | 45))
      end.append(UInt16(45))
      end.append(UInt32(0))
      end.append(UInt32(0))
      end.append(count)
      end.append(count)
      end.append(directorySize)
      end.append(directoryOffset)
      end.append(UInt32(0x0706_4b50))
      end.append(UInt32(0))
      end.append(directoryOffset + directorySize)
      end.append(UInt32(1))
    }
    end.append(UInt32(0x0605_4b50))
    end.append(UInt16(0))
    end.append(UInt16(0))
    end.append(count > countLimit ? .max : UInt16(count))
    end.append(count > countLimit ? .max : UInt16(count))
    end.append(directorySize > limit ? .max : UInt32(directorySize))
    end.append(directoryOffset > limit ? .max : UInt32(directoryOffset))
    end.append(UInt16(0))
    return end.bytes
  }
}

/// Integers with the least significant byte first.
struct LittleEndianBytes {
  var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
