// What the documentation refers to is there: files, sections, records, and the sections that comments cite.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const filesOf = (...patterns: readonly string[]) =>
  globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] }).toSorted()
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** `# Paths of a request` is linked to as `#paths-of-a-request`. */
const slugOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

const sectionsOf = (file: string): Set<string> =>
  new Set([...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title]) => slugOf(title!)))

/** What is wrong with a reference, written in a file; undefined if nothing is. */
function problemOf(from: string, target: string): string | undefined {
  const [path, section] = target.split('#')
  const file = path === '' ? from : relative(root, join(root, dirname(from), path!))
  if (!existsSync(join(root, file))) return `${from} refers to ${target}: there is no such file`
  const isMissing = section !== undefined && file.endsWith('.md') && !sectionsOf(file).has(section)
  return isMissing ? `${from} refers to ${target}: ${file} has no such section` : undefined
}

test('links between pages lead to files and sections that are there', () => {
  const pages = filesOf('*.md', 'docs/**/*.md', 'worker/**/*.md', 'render/**/*.md')
  const problems = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, target]) =>
      problemOf(page, target!),
    ),
  )
  expect(pages.length).toBeGreaterThan(20)
  expect(problems.filter((problem) => problem !== undefined)).toEqual([])
})

test('pages that comments cite are there, with the section', () => {
  const sources = filesOf('{src,test,api_data,bench,dev,worker,render}/**/*.ts')
  const citations = sources.flatMap((source) =>
    [...textOf(source).matchAll(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g)].map(
      ([target]) => [source, target] as const,
    ),
  )
  const problems = citations.map(([source, target]) => {
    // Those of a package cite its own pages or the repository's.
    const problem = problemOf('README.md', target)
    const own = problem && problemOf(`${source.split('/')[0]}/README.md`, target)
    return own && `${source}: ${problem}`
  })
  expect(citations.length).toBeGreaterThan(10)
  expect(problems.filter((problem) => problem !== undefined)).toEqual([])
})

test('every decision stands in the index, once, with a number of its own', () => {
  const records = filesOf('docs/decisions/0*.md').map((file) =>
    file.slice('docs/decisions/'.length),
  )
  const listed = [...textOf('docs/decisions/README.md').matchAll(/^\| \[\d{4}\]\(([^)]+)\)/gm)]
  expect(listed.map(([, file]) => file)).toEqual(records)
  expect(new Set(records.map((file) => file.slice(0, 4))).size).toBe(records.length)
})

test('CONTRIBUTING maps every folder of the three packages, and the files to begin with are there', () => {
  const rows = [...textOf('CONTRIBUTING.md').matchAll(/^\| (`.+`) \| .+ \| (`.+`) \|$/gm)]
  const firstFiles = rows.flatMap(([, places, files]) =>
    namesIn(places!)
      .filter((place) => place.endsWith('/'))
      .map((place) => (/^(?:worker|render)\/src\//.test(place) ? place : `src/${place}`))
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) => namesIn(files!).map((file) => ({ folder, file }))),
  )
  const mapped = new Set(firstFiles.map(({ folder }) => folder))
  const sources = filesOf('src/*/**/*.ts', '{worker,render}/src/**/*.ts')
  const folders = new Set(sources.map((file) => `${dirname(file)}/`))
  expect([...folders].filter((folder) => !mapped.has(folder))).toEqual([])
  const missing = firstFiles.filter(({ folder, file }) => !existsSync(join(root, folder, file)))
  expect(missing).toEqual([])
})

/** What stands in backquotes in a cell of a table. */
const namesIn = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
