// Variables of the .env files that are no settings, but nearly: a name that is misspelt would change nothing, silently.

/** Letters that may be wrong, missing or too many. */
const MOST_WRONG = 2
/** Shorter names are like many others. */
const SHORTEST = 7

/** A sentence for each of `variables` that is like a setting's name. */
export function misspelt(
  variables: readonly { readonly name: string; readonly file: string }[],
  names: readonly string[],
): readonly string[] {
  return variables.flatMap(({ name, file }) => {
    if (names.includes(name) || name.length < SHORTEST) return []
    const meant = names.find((each) => distance(name, each) <= MOST_WRONG)
    return meant === undefined ? [] : [`${name} (in ${file}) is no setting; is it to be ${meant}?`]
  })
}

/** Levenshtein's. */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [row, letter] of Array.from(one).entries()) {
    const line = [row + 1]
    for (const [column, there] of Array.from(other).entries()) {
      const replaced = above[column]! + (letter === there ? 0 : 1)
      line.push(Math.min(replaced, above[column + 1]! + 1, line[column]! + 1))
    }
    above = line
  }
  return above.at(-1)!
}
