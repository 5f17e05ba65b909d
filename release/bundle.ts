// Dependencies that become part of a package: one file for each, with all that it needs, and the licenses of all.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './packages.ts'

/** Writes `NAME.js` for each into `folder`, and LICENSES.md. `bundled`: what is imported of each. */
export async function bundle(
  bundled: Readonly<Record<string, readonly string[]>>,
  folder: string,
): Promise<void> {
  const entries = Object.entries(bundled).map(([name, exports]) => ({
    name,
    // A file that is not there, in a place from which the dependency is found.
    id: join(root, `${name}.bundled.js`),
    code: `export { ${exports.join(', ')} } from '${name}'`,
  }))
  const codeOf = (id: string) => entries.find((entry) => entry.id === id)?.code ?? null
  const build = await rolldown({
    platform: 'node',
    input: Object.fromEntries(entries.map(({ name, id }) => [name, id])),
    plugins: [
      {
        name: 'what is imported of each',
        resolveId: (id) => (codeOf(id) === null ? null : id),
        load: codeOf,
      },
    ],
  })
  const { output } = await build.write({ dir: folder, format: 'esm', minify: true })
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  writeFileSync(join(folder, 'LICENSES.md'), licensesOf(modules))
}

function licensesOf(modules: readonly string[]): string {
  const folders = modules.flatMap(
    (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [],
  )
  const texts = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as { readonly name: string; readonly version: string; readonly license: string }
    return `## ${name} ${version} (${license})\n\n${licenseIn(folder)}\n`
  })
  return `# Packages that these files hold\n\n${texts.join('\n')}`
}

function licenseIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
}
