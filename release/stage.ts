// Puts together what a package holds: compiled code, declarations, the files that code reads, and what is bundled.
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { bundle } from './bundle.ts'
import { reachableDeclarations } from './declarations.ts'
import { packageJsonOf, root, type Package } from './packages.ts'
import { publishedJson } from './published_json.ts'

/** Compiles the code of all packages into a folder, which has the repository's shape. */
export function compile(emitted: string): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(import.meta.dirname, 'tsconfig.json')
  // Comments are for readers: of declarations, not of what runs.
  for (const kind of [
    ['--emitDeclarationOnly'],
    ['--noCheck', '--declaration', 'false', '--removeComments'],
  ])
    execFileSync(process.execPath, [compiler, '-p', project, '--outDir', emitted, ...kind], {
      stdio: 'inherit',
    })
}

/** Makes `folder` one that `npm pack` can pack. `emitted`: where the compiled code is. */
export async function stage(each: Package, emitted: string, folder: string): Promise<void> {
  const json = publishedJson(packageJsonOf(each), each)
  write(join(folder, 'package.json'), `${JSON.stringify(json, null, 2)}\n`)
  const code = join(folder, 'dist')
  const own = join(emitted, each.folder)
  copyCode(each, own, code)
  copyDeclarations(own, code, json.exports ?? {})
  copyData(each, code)
  for (const page of ['README.md', 'CHANGELOG.md', 'LICENSE'])
    cpSync(join(root, page === 'README.md' ? each.folder : '', page), join(folder, page))
  if (Object.keys(each.bundled).length > 0) await bundleInto(each, code)
}

function copyCode({ parts }: Package, from: string, to: string): void {
  const files = globSync(
    parts.map((part) => `${part}/**/*.js`),
    { cwd: from },
  )
  // Types leave nothing to run, and templates are given to users as they were written.
  for (const file of files.filter((path) => !/^api_data\/types\/|\/template\//.test(path)))
    cpSync(join(from, file), join(to, file))
}

function copyDeclarations(
  from: string,
  to: string,
  exports: Readonly<Record<string, unknown>>,
): void {
  const entries = Object.values(exports).flatMap((target) => {
    const { types } = target as { readonly types?: string }
    return types === undefined ? [] : globSync(relative('./dist', types), { cwd: from })
  })
  const files = reachableDeclarations(entries.map((file) => join(from, file)))
  for (const file of files) cpSync(file, join(to, relative(from, file)))
}

/** All that git knows of and that is neither compiled nor a test: pages, scripts of databases, documents, templates. */
function copyData({ folder, parts }: Package, to: string): void {
  const from = join(root, folder)
  const listed = execFileSync('git', ['ls-files', '-z', ...parts], { cwd: from, encoding: 'utf8' })
  for (const file of listed.split('\0').filter((path) => path !== '' && isData(path)))
    cpSync(join(from, file), join(to, file))
}

/** Sources are TypeScript: a script among them is sent to browsers as it is. So are templates, which become a user's. */
const isData = (path: string): boolean =>
  path.includes('/template/') || (!path.endsWith('.ts') && !path.startsWith('bin/'))

/** Lets the code import the bundled files instead of packages of these names. */
async function bundleInto({ bundled }: Package, code: string): Promise<void> {
  const folder = join(code, 'bundled')
  await bundle(bundled, folder)
  for (const file of globSync('{bin,src,api_data}/**/*.js', { cwd: code })) {
    const path = join(code, file)
    const text = readFileSync(path, 'utf8')
    const toFolder = relative(dirname(path), folder)
    const changed = text.replaceAll(
      /^(import .* from |.* require\()['"]([^'".][^'"]*)['"]/gm,
      (line, start: string, name: string) =>
        Object.hasOwn(bundled, name) ? `${start}'${toFolder}/${name}.js'` : line,
    )
    if (changed !== text) writeFileSync(path, changed)
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
