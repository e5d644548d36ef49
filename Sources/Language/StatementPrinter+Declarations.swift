import Values

extension StatementPrinter {
  // MARK: Lists

  func list(_ declaration: ListDeclaration) -> StatementLayout {
    var words = [word(.list), titled(declaration.name, declaration.alias)]
    switch declaration.source {
    case .union(let members):
      words += ["=", members.map(name).joined(separator: ", ")]
      return StatementLayout(head: Piece(text: words.joined(separator: " ")))
    case .file(let path, let part, let encoding, let columns):
      if let parent = declaration.parent {
        words += [word(.of), name(parent.list), word(.by), name(parent.column)]
      }
      words += [word(.from), quoted(path.path)]
      if let part { words += self.part(part) }
      if let encoding { words += [word(.encoding), self.encoding(encoding)] }
      if let key = declaration.key { words += [word(.key), name(key)] }
      let head = Piece(text: words.joined(separator: " "))
      return StatementLayout(head: head, body: columns.isEmpty ? nil : self.columns(columns))
    }
  }

  /// `gb18030`, `utf-8`; in quotes where the hyphen would be read as something else.
  private func encoding(_ encoding: Name) -> String {
    let parts = encoding.text.split(separator: "-", omittingEmptySubsequences: false)
    let isCommon = parts.count == 2 && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
    if parts.count == 1 { return name(encoding) }
    return isCommon && parts[1].allSatisfy { $0.isASCII && $0.isNumber } && !parts[1].isEmpty && !parts[0].isEmpty
      ? encoding.text : quoted(encoding.text)
  }

  /// Columns below each other: their names, their types, their headings.
  private func columns(_ columns: [ColumnSyntax]) -> [Piece] {
    let names = columns.map {
      StatementPrinter.text(name($0.name), notBeginningWith: StatementPrinter.joining)
    }
    let types = columns.map { $0.type.map(type) ?? "" }
    let nameWidth = names.map(Language.columns).max() ?? 0
    let typeWidth = types.map(Language.columns).max() ?? 0
    return columns.indices.map { position in
      let rest = attributes(of: columns[position])
      var text = padded(names[position], to: nameWidth)
      if typeWidth > 0 { text += " " + padded(types[position], to: typeWidth) }
      if !rest.isEmpty { text += " " + rest }
      while text.last == " " { text.removeLast() }
      return Piece(text: text, range: columns[position].name.span.range)
    }
  }

  private func attributes(of column: ColumnSyntax) -> String {
    func list(_ words: [String]) -> String { words.map(quoted).joined(separator: ", ") }
    var parts: [String] = []
    if !column.headings.isEmpty { parts.append(list(column.headings)) }
    switch column.role {
    case .since?: parts.append(word(.since))
    case .until?: parts.append(word(.until))
    case .on?: parts.append(word(.on))
    case .weight?: parts.append(word(.weight))
    case .authority?: parts.append(word(.authority))
    case nil: break
    }
    if !column.yes.isEmpty { parts += [word(.yes), list(column.yes)] }
    if !column.no.isEmpty { parts += [word(.no), list(column.no)] }
    if let unit = column.unit { parts += [word(.unit), unit] }
    return parts.joined(separator: " ")
  }

  private func type(_ type: ValueType) -> String { tongue == .chinese ? type.name.chinese : type.rawValue }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - Language.columns(of: text)))
  }

  // MARK: What is given

  func given(_ definition: GivenDefinition) -> StatementLayout {
    var words = [word(.given), titled(definition.name, definition.alias)]
    if let type = definition.type { words.append(self.type(type)) }
    if let bounds = definition.bounds {
      let joint = tongue == .chinese ? "至" : word(.and)
      words += [word(.between), operand(bounds.least), joint, operand(bounds.most)]
    }
    if !definition.choices.isEmpty {
      words.append("\(word(.in)) (\(definition.choices.map(plain).joined(separator: ", ")))")
    }
    let values = definition.values.map(dated)
    let head = words.joined(separator: " ")
    switch values.count {
    case 0: return StatementLayout(head: Piece(text: head))
    case 1:
      return StatementLayout(head: Piece(text: "\(head) = \(values[0].text)", continuations: values[0].continuations))
    default:
      let body = values.map { value in
        var value = value
        value.text = StatementPrinter.text(value.text, notBeginningWith: StatementPrinter.joining)
        return value
      }
      return StatementLayout(head: Piece(text: head), body: body)
    }
  }

  private func dated(_ value: GivenDefinition.DatedValue) -> Piece {
    let since = value.since.map { " \(word(.since)) \(plain($0))" } ?? ""
    return Piece(
      text: plain(value.value) + since, range: value.value.span.range,
      continuations: [cited(value.citation)].compactMap { $0 }.map { Piece(text: $0) })
  }

  // MARK: Targets and scenarios

  func target(_ definition: TargetDefinition) -> StatementLayout {
    let head = "\(word(.target)) \(titled(definition.name, definition.alias)) ="
    var piece = conjunction(definition.condition, after: head, isRows: false)
    piece.range = nil
    if let deadline = definition.deadline {
      let keyword = tongue == .chinese ? word(.asof) : word(.by)
      // In English `by` goes on with the line above; 截至 does not, so it stays behind the condition.
      if tongue == .chinese, let last = piece.continuations.indices.last {
        piece.continuations[last].text += " \(keyword) \(plain(deadline))"
      } else if tongue == .chinese {
        piece.text += " \(keyword) \(plain(deadline))"
      } else {
        piece.continuations.append(Piece(text: "\(keyword) \(plain(deadline))", range: deadline.span.range))
      }
    }
    if let citation = cited(definition.citation) { piece.continuations.append(Piece(text: citation)) }
    return StatementLayout(head: piece)
  }

  func scenario(_ definition: ScenarioDefinition) -> StatementLayout {
    var head = "\(word(.scenario)) \(titled(definition.name, definition.alias))"
    if !definition.parameters.isEmpty {
      let parameters = definition.parameters.map { parameter in
        name(parameter.name) + (parameter.fallback.map { " = \(plain($0))" } ?? "")
      }
      head += "\(definition.alias == nil ? "" : " ")(\(parameters.joined(separator: ", ")))"
    }
    head += " ="
    switch definition.body {
    case .sum(let expression):
      let text = StatementPrinter.text(
        scenario(expression), notBeginningWith: Set(StatementPrinter.measures))
      return StatementLayout(head: Piece(text: "\(head) \(text)"))
    case .measures(let measures) where measures.count == 1:
      var piece = measure(measures[0])
      piece.text = "\(head) \(piece.text)"
      piece.range = nil
      return StatementLayout(head: piece)
    case .measures(let measures): return StatementLayout(head: Piece(text: head), body: measures.map(measure))
    }
  }

  private func measure(_ measure: MeasureSyntax) -> Piece {
    var parts = measure.condition.map { conjuncts($0, after: condition + " ") } ?? []
    if let citation = cited(measure.citation) {
      parts.append(Piece(text: citation))
    }
    for exception in measure.exceptions {
      let except = tongue == .chinese ? word(.except) : "\(word(.except)) \(word(.when))"
      let when = StatementPrinter.text(plain(exception.condition), notBeginningWith: [.when])
      let citation = cited(exception.citation).map { [Piece(text: $0)] } ?? []
      parts.append(
        Piece(text: "\(except) \(when)", range: exception.condition.span.range, continuations: citation))
    }
    let verbs = (measure.isProspective ? [word(.prospective)] : []) + [measure.action.words.text(in: tongue)]
    var text = "\(verbs.joined(separator: " ")) \(name(measure.list))"
    if !measure.assignments.isEmpty {
      let values = measure.assignments.map { "\(name($0.column)) = \(plain($0.value))" }
      text += " \(tongue == .chinese ? "改为" : word(.set)) \(values.joined(separator: ", "))"
    }
    return Piece(text: text, range: measure.span.range, continuations: parts)
  }
}
