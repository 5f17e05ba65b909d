// How the command line client takes documents out of a queue: names, links, failures.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queueClient, type QueueClient } from '../helpers/queue_client.ts'
import { serving } from '../helpers/serving.ts'

let emulator: Emulator
let folder: string
let queue: QueueClient

beforeAll(async () => {
  emulator = await startEmulator()
})

afterAll(async () => {
  await emulator.stop()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-client-'))
  queue = queueClient(emulator.url, folder)
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('document', () => {
  test('writes the file under its own name and deletes the task', async () => {
    await result(rendered('Grid (a4).pdf'))
    expect(await queue('document')).toMatchObject({ code: 0, out: 'Grid (a4).pdf (4 bytes)\n' })
    expect(await readFile(join(folder, 'Grid (a4).pdf'), 'utf8')).toBe('%PDF')
    expect(await queue('list', '--json')).toMatchObject({ out: '[]\n' })
  })

  test('writes beside a file of that name, and says so', async () => {
    await writeFile(join(folder, 'Grid (a4).pdf'), 'mine')
    await result(rendered('Grid (a4).pdf'))
    expect((await queue('document')).out).toBe(
      'Grid (a4) 2.pdf (4 bytes); there is a Grid (a4).pdf already\n',
    )
    expect(await readFile(join(folder, 'Grid (a4).pdf'), 'utf8')).toBe('mine')
  })

  test('writes where it is told to', async () => {
    await result(rendered('Grid (a4).pdf'))
    expect(JSON.parse((await queue('document', '--out', 'mine.pdf', '--json')).out)).toEqual({
      task: 'r',
      success: true,
      filename: 'Grid (a4).pdf',
      path: 'mine.pdf',
      bytes: 4,
    })
  })

  test.for([
    ['../../etc/passwd', 'passwd'],
    ['..\\evil.pdf', 'evil.pdf'],
    ['.bashrc', 'bashrc'],
    ['..', 'document.pdf'],
    [null, 'document.pdf'],
  ] as const)('turns the name %s into %s', async ([filename, name]) => {
    await result(rendered(filename))
    await queue('document')
    expect(await readdir(folder)).toEqual([name])
  })

  test('cuts a name that is too long for a file', async () => {
    await result(rendered(`${'x'.repeat(300)}.pdf`))
    expect((await queue('document')).out).toBe(`${'x'.repeat(70)}.pdf (4 bytes)\n`)
  })

  test('downloads what a link points to', async () => {
    await using server = await serving((_, response) => void response.end('%PDF'))
    const url = `${server.url}/static/Grid%20(a4).pdf`
    await result({ kind: 'result#link', success: true, url })
    expect(await queue('document')).toMatchObject({ code: 0, out: 'Grid (a4).pdf (4 bytes)\n' })
  })

  test('says that the render service failed, and deletes its result', async () => {
    await result({ kind: 'result#document', success: false, filename: null, document: null })
    const { code, out } = await queue('document')
    expect({ code, out }).toEqual({
      code: 1,
      out: 'the render service failed; its result r is deleted\n',
    })
    expect(JSON.parse((await queue('list', '--json')).out)).toEqual([])
  })

  test('gives back what it cannot keep', async () => {
    await result(rendered('Grid (a4).pdf'))
    expect(await queue('document', '--out', 'no/such/folder.pdf')).toMatchObject({ code: 1 })
    expect(await queue('document')).toMatchObject({ code: 0 })
  })

  test('leaves a task that is no result', async () => {
    await result({ kind: 'other' })
    expect(await queue('document')).toMatchObject({
      code: 1,
      err: 'Task r is no result of the render service.\n',
    })
    expect(JSON.parse((await queue('list', '--json')).out)).toHaveLength(1)
  })

  test('says that there is no result', async () => {
    expect(await queue('document')).toMatchObject({
      code: 3,
      out: 'no result: no free task tagged "result"\n',
    })
  })
})

const result = (content: object) =>
  queue('add', '--tag', 'result', '--id', 'r', '--payload', JSON.stringify(content))

const rendered = (filename: string | null) => ({
  kind: 'result#document',
  success: true,
  filename,
  document: Buffer.from('%PDF').toString('base64'),
})
