// Which declaration files belong to a package: those that its exports lead to.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `entries`: files of declarations. */
export function reachableDeclarations(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    waiting.push(...importsOf(file))
  }
  return reached
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const relative = [...text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g)]
  const paths = relative.map(([, path]) => join(dirname(file), `${path}.d.ts`))
  const missing = paths.find((path) => !existsSync(path))
  if (missing !== undefined) throw new Error(`${file} needs ${missing}, which is not there`)
  return paths
}
