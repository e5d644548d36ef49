extension Statement {
  /// The path of the file that the statement reads; nil where it reads none.
  public var source: PathLiteral? {
    switch kind {
    case .load(let path, _, _): path
    case .list(let declaration):
      if case .file(let path, _, _, _) = declaration.source { path } else { nil }
    default: nil
    }
  }

  /// The statement, reading another path.
  public func reading(_ path: String) -> Statement {
    switch kind {
    case .load(let old, let list, let part):
      return Statement(kind: .load(path: PathLiteral(path: path, span: old.span), list: list, part: part), span: span)
    case .list(let list):
      guard case .file(let old, let part, let encoding, let columns) = list.source else { return self }
      let declaration = ListDeclaration(
        name: list.name, alias: list.alias, parent: list.parent, key: list.key,
        source: .file(PathLiteral(path: path, span: old.span), part: part, encoding: encoding, columns))
      return Statement(kind: .list(declaration), span: span)
    default: return self
    }
  }
}
