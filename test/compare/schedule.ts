/** The order of the slots of one workload: every round has each variant once, the next round the other way round (A B C, C B A), so that drift of the machine meets all of them. */
export function slots<V>(variants: readonly V[], rounds: number): readonly { readonly variant: V; readonly round: number }[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? variants : variants.toReversed()).map((variant) => ({ variant, round }))).flat();
}
