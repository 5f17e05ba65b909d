// The package.json of a package as it is published: the repository's, pointing at what the compiler made.
import { join } from 'node:path/posix'
import type { Package, PackageJson } from './packages.ts'

/** Of no use to who installs the package. */
const leftOut = new Set(['private', 'scripts', 'devDependencies', 'workspaces', 'allowScripts'])

export function publishedJson(source: PackageJson, { bundled }: Package): PackageJson {
  const kept = Object.entries(source).filter(([key]) => !leftOut.has(key))
  const dependencies = Object.entries(source.dependencies ?? {}).filter(
    ([name]) => !Object.hasOwn(bundled, name),
  )
  return {
    ...(Object.fromEntries(kept) as PackageJson),
    bin: mapped(source.bin ?? {}, inDist),
    exports: mapped(source.exports ?? {}, exported) as PackageJson['exports'] & {},
    dependencies: Object.fromEntries(dependencies),
  }
}

const mapped = <Value>(
  table: Readonly<Record<string, string>>,
  change: (path: string) => Value,
): Record<string, Value> =>
  Object.fromEntries(Object.entries(table).map(([name, path]) => [name, change(path)]))

const inDist = (path: string): string => join('dist', path)

/** `./src/index.ts` → what Node imports, and what the compiler reads. */
function exported(path: string): unknown {
  if (!path.endsWith('.ts')) return path
  const base = `./${inDist(path.slice(0, -'.ts'.length))}`
  return { types: `${base}.d.ts`, default: `${base}.js` }
}
