// What somebody may have meant who misspelled a name.

/** `; did you mean x?` with the nearest of `names`, or nothing if none is near: four letters in long names, one in short ones. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = names
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .toSorted((a, b) => a.distance - b.distance)[0]
  return near !== undefined && near.distance <= Math.min(4, Math.ceil(name.length / 3))
    ? `; did you mean ${near.other}?`
    : ''
}

/** Letters to change, add, take away or swap with their neighbour to make `a` into `b` (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      const isSwapped = i > 0 && j > 0 && letter === b[j - 1] && other === a[i - 1]
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + (letter === other ? 0 : 1),
          isSwapped ? before[j - 1]! + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1)!
}
