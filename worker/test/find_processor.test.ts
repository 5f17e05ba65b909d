// Which file and which of its exports is the processor.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findProcessor } from '../src/processor/find_processor.ts'
import { runWorker } from './helpers/worker_process.ts'

const index = join(import.meta.dirname, '../src/index.ts')
const worker = (name: string) => `defineWorker({ name: '${name}', process: () => undefined })`
const head = `import { defineWorker } from ${JSON.stringify(index)}\n`
const good = `${head}export default ${worker('good')}`

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}
const find = async (choice: { argument?: string; module?: string; type?: string } = {}) => {
  const {
    file,
    type,
    worker: found,
  } = await findProcessor({ folder, module: '', type: '', ...choice })
  return [relative(folder, file), type, found.name]
}

describe('the file', () => {
  test('is the one on the command line before all others', async () => {
    await write({ 'a.ts': good, 'b.ts': good, 'processor.ts': good })
    expect(await find({ argument: 'a.ts', module: 'b.ts' })).toEqual(['a.ts', 'good', 'good'])
  })

  test('is PROCESSOR_MODULE, also as Python would name it', async () => {
    await write({ 'service/handler.ts': good })
    expect((await find({ module: 'service.handler' }))[0]).toBe('service/handler.ts')
    expect((await find({ module: './service/handler' }))[0]).toBe('service/handler.ts')
  })

  test('is what package.json says', async () => {
    await write({
      'package.json': '{"worker": "./src/w.ts"}',
      'src/w.ts': good,
      'processor.ts': good,
    })
    expect((await find())[0]).toBe('src/w.ts')
  })

  test('is processor.ts here, or the only one below', async () => {
    await write({ 'deep/er/processor.ts': good, 'node_modules/x/processor.js': '' })
    expect((await find())[0]).toBe('deep/er/processor.ts')
    await write({ 'processor.ts': good })
    expect((await find())[0]).toBe('processor.ts')
  })

  test('must be clear', async () => {
    await write({ 'a/processor.ts': good, 'b/processor.js': good })
    await expect(find()).rejects.toThrow('a/processor.ts, b/processor.js')
    await expect(find({ module: 'nowhere' })).rejects.toThrow('PROCESSOR_MODULE is "nowhere"')
  })

  test('is reported with its own error when it cannot be loaded', async () => {
    await write({ 'processor.ts': 'throw new Error("no database")' })
    await expect(find()).rejects.toThrow('no database')
    const { code, output } = await runWorker(['run'], { folder })
    expect(code).toBe(78)
    // Where it is, and nothing of the loader.
    expect(output).toMatch(
      /^worker: the processor .* cannot be loaded: Error: no database\n +at .*processor\.ts:1:7\)?\nworker: /m,
    )
  })
})

describe('the export', () => {
  test('is the default one, or the only one', async () => {
    await write({ 'processor.ts': `${head}export const only = ${worker('w')}\nexport const x = 1` })
    expect(await find()).toEqual(['processor.ts', 'w', 'w'])
  })

  test('may be a class with process(), as rococo names them', async () => {
    await write({
      'processor.ts': `
        export class Base { process() {} }
        export class MailServiceProcessor extends Base { process() {} }`,
    })
    expect(await find()).toEqual(['processor.ts', 'MailServiceProcessor', 'MailServiceProcessor'])
    expect((await find({ type: 'Base' }))[1]).toBe('Base')
  })

  test('must be clear', async () => {
    await write({
      'processor.ts': `${head}export const a = ${worker('a')}\nexport const b = ${worker('b')}`,
    })
    await expect(find()).rejects.toThrow('choose one with PROCESSOR_TYPE: a, b')
    await expect(find({ type: 'c' })).rejects.toThrow('exports a, b')
    expect((await find({ type: 'b' }))[2]).toBe('b')
    await write({ 'processor.ts': 'export const a = 1' })
  })
})
