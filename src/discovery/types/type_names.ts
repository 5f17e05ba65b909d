// Schema names as identifiers of TypeScript.
import { isIdentifier } from './type_syntax.ts'

/** Names that no type of a module may have, and those that the generated source uses itself. */
const taken = (
  'Methods Record any bigint boolean never null number object string symbol undefined unknown void ' +
  'await break case catch class const continue debugger default delete do else enum export extends ' +
  'false finally for function if implements import in instanceof interface let new package private ' +
  'protected public return static super switch this throw true try typeof var while with yield'
).split(' ')

/** An identifier for each schema name: the name itself where it is one. */
export function schemaNames(names: readonly string[]): ReadonlyMap<string, string> {
  const usable = names.filter((name) => isIdentifier(name) && !taken.includes(name))
  const used = new Set([...taken, ...usable])
  const identifiers = new Map(usable.map((name) => [name, name]))
  for (const name of names) {
    if (identifiers.has(name)) continue
    let identifier = name.replaceAll(/[^\p{ID_Continue}$]/gu, '_')
    if (!isIdentifier(identifier)) identifier = `_${identifier}`
    while (used.has(identifier)) identifier += '_'
    used.add(identifier)
    identifiers.set(name, identifier)
  }
  return identifiers
}
