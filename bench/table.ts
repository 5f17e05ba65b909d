// Rounds of A and B in turn, and the table of what they gave.

export interface Side {
  readonly name: string
  /** One round: a number for each thing measured. */
  readonly measure: () => Promise<ReadonlyMap<string, number>>
}

/**
 * A B A B …, so that whatever else the machine does falls on both. Prints the table; the ratios of B to A, a round each, by what
 * was measured.
 */
export async function compare(
  title: string,
  sides: [Side, Side],
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = [new Map<string, number[]>(), new Map<string, number[]>()] as const
  for (let round = 0; round < rounds; round += 1)
    for (const [i, side] of sides.entries())
      for (const [what, value] of await side.measure())
        found[i]!.set(what, [...(found[i]!.get(what) ?? []), value])
  const [a, b] = sides
  const ratios = new Map(
    [...found[0]].map(([what, ofA]) => [
      what,
      found[1].get(what)!.map((value, round) => value / ofA[round]!),
    ]),
  )
  const rows = [...ratios].map(([what, ofBoth]) => {
    const [ofA, ofB] = found.map((side) => spread(side.get(what)!, 0))
    return [what, ofA!, ofB!, spread(ofBoth, 2), listed(ofBoth)]
  })
  print(title, ['µs of CPU a request', a.name, b.name, 'ratio', 'round by round'], rows)
  return ratios
}

export function print(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = head.map((text, i) => Math.max(text.length, ...rows.map((row) => row[i]!.length)))
  const line = (row: readonly string[]) =>
    `  ${row.map((text, i) => text.padEnd(widths[i]!)).join('  ')}`.trimEnd()
  console.log([title, line(head), ...rows.map(line), ''].join('\n'))
}

/** Median (least–greatest). */
export function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, middle, greatest] = [0, (sorted.length - 1) / 2, sorted.length - 1].map((at) =>
    ((sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2).toFixed(digits),
  )
  return `${middle} (${least}–${greatest})`
}

const listed = (values: readonly number[]): string =>
  values.map((value) => value.toFixed(2)).join(' ')
