import Language

extension Measure {
  /// Whether a metric looks at anything that the measure changes.
  public func bears(on metric: TypedExpression, in schema: Schema) -> Bool {
    if metric.looksAfterScenarios { return true }
    switch action {
    case .strike: return !metric.listsRead.isEmpty
    case .exit, .exempt, .repair, .admit, .update:
      var written: Set<Int> = [list]
      written.formUnion(schema.lists[list].members)
      for member in written {
        for (position, other) in schema.lists.enumerated() where other.members.contains(member) {
          written.insert(position)
        }
      }
      if !metric.listsRead.isDisjoint(with: written) { return true }
      // An update may change what a metric sees of a row's parent.
      return action == .update && metric.looksAtAncestors
    }
  }
}

extension TypedExpression {
  fileprivate var looksAfterScenarios: Bool {
    if case .after = kind { return true }
    return children.contains(where: \.looksAfterScenarios)
  }

  fileprivate var looksAtAncestors: Bool {
    if case .ancestor = kind { return true }
    return children.contains(where: \.looksAtAncestors)
  }
}
