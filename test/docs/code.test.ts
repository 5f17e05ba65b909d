// Code in the pages: TypeScript compiles, JSON and YAML can be read, Python is Python. JavaScript is run with the commands.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { python, pythonFound } from '../helpers/python.ts'
import { runCommand } from '../helpers/server_process.ts'
import { excerptOf, excerpts } from './beforehand.ts'
import { makeCheckout } from './checkout.ts'
import { blocksOf, pages, root, type Block } from './pages.ts'

const blocks = pages.flatMap(blocksOf)
const inLanguage = (language: string) => blocks.filter((block) => block.language === language)
const titled = (language: string) =>
  inLanguage(language).map((block) => ({ at: `${block.page}:${block.line}`, ...block }))

test('TypeScript compiles', { timeout: 120_000 }, async () => {
  using checkout = makeCheckout(['render'])
  const { folder } = checkout
  const apiData = join(folder, 'api_data')
  for (const { file, code } of inLanguage('json')) if (file !== '') write(join(folder, file), code)
  const sources = inLanguage('ts').map(sourceOf)
  for (const { file, code } of sources) write(join(folder, file), code)
  const types = await runCommand({ command: 'types', args: ['--api-data', apiData] })
  expect([types.code, types.err]).toEqual([0, ''])
  expect(sources.length).toBeGreaterThan(20)
  expect(
    await compiled(
      folder,
      sources.map(({ file }) => file),
    ),
  ).toBe('')
})

test('no excerpt is left over', () => {
  const used = new Set(inLanguage('ts').map(excerptOf))
  expect(excerpts.filter((one) => !used.has(one))).toEqual([])
})

test('the page of the worker host shows the processor that it writes', () => {
  const template = readFileSync(join(root, 'worker/src/init/template/processor.ts'), 'utf8')
  const [shown] = inLanguage('ts').filter(({ page }) => page === 'worker/README.md')
  expect(template).toContain(shown!.code)
})

test.each(titled('json'))('JSON is read: $at', ({ code }) => {
  expect(JSON.parse(code)).toBeTypeOf('object')
})

test.each(titled('yaml'))('YAML is read: $at', ({ code }) => {
  expect(parse(code)).toBeTypeOf('object')
})

test.skipIf(!pythonFound).each(titled('python'))('Python is Python: $at', ({ code }) => {
  const { status, stderr } = spawnSync(
    python,
    ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
    { input: code, encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
})

function sourceOf(block: Block): { readonly file: string; readonly code: string } {
  if (block.file !== '') return block
  const { before = '', folder = 'api_data' } = excerptOf(block) ?? {}
  const name = `${block.page.replaceAll(/\W/g, '_')}_${block.line}.ts`
  return { file: join(folder, name), code: before + block.code }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** What the compiler says, under this repository's settings. */
async function compiled(folder: string, files: readonly string[]): Promise<string> {
  const compilerOptions = {
    typeRoots: [join(root, 'node_modules/@types')],
    noUnusedLocals: false, // an example ends where it is understood
    pretty: false,
  }
  const config = { extends: './tsconfig.json', compilerOptions, files, include: [] }
  write(join(folder, 'tsconfig.docs.json'), JSON.stringify(config))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', 'tsconfig.docs.json']
  return await promisify(execFile)(process.execPath, args, { cwd: folder }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  )
}
