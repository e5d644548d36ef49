/// How a text file's bytes stand for characters.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// UTF-8, with a byte order mark or without.
  case utf8 = "utf-8"
  /// GB 18030, which reads GBK and GB 2312 too.
  case gb18030 = "gb18030"

  /// The encoding with a name as people write it: `UTF-8`, `utf8`, `GBK`, `gb2312`, `GB 18030`, `cp936` …
  public init?(name: String) {
    switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
    case "utf8", "utf8bom", "utf8sig", "ascii", "usascii": self = .utf8
    case "gb18030", "gbk", "gb2312", "gb180302000", "gb180302005", "gb180302022", "cp936", "euccn": self = .gb18030
    default: return nil
    }
  }
}
