// `npm run demo`: the whole pipeline in one command, and nothing of it left running.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { worksheets } from '../../src/worksheets/index.ts'
import { childrenOf, isAlive, until } from '../helpers/render_service.ts'

const program = join(import.meta.dirname, '../../demo/main.ts')

async function startDemo(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close').then(([code]) => code as number)
  return { child, ended, output: () => output, pids: () => childrenOf(child.pid ?? 0) }
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('it leaves a document of each worksheet, in another language too', async () => {
  const folder = await newFolder()
  for (const args of [[], ['--language', 'mi']]) {
    await rm(join(folder, 'demo-output'), { recursive: true, force: true })
    const demo = await startDemo(folder, ...args)
    expect([await demo.ended, demo.output()]).toEqual([
      0,
      expect.stringContaining('documents are in'),
    ])
    const names = await readdir(join(folder, 'demo-output'))
    expect(names).toHaveLength(Object.keys(worksheets).length)
    expect(names.some((name) => name.includes('4 moka'))).toBe(args.length > 0)
    for (const name of names)
      expect((await readFile(join(folder, 'demo-output', name))).subarray(0, 5).toString()).toBe(
        '%PDF-',
      )
  }
})

test('a language that worksheets do not have is refused in a sentence', async () => {
  const demo = await startDemo(await newFolder(), '--language', 'xx')
  expect([await demo.ended, demo.output()]).toEqual([
    1,
    '--language must be one of en, de, es, fr, mi, not "xx"\n',
  ])
})

test('Ctrl-C ends it with all it started', async () => {
  const demo = await startDemo(await newFolder())
  await until('it has two programs', async () => (await demo.pids()).length === 2)
  const pids = await demo.pids()
  const workers = await until('and workers', async () => {
    const all = (await Promise.all(pids.map(childrenOf))).flat()
    return all.length > 0 && all
  })
  demo.child.kill('SIGINT')
  expect(await demo.ended).toBe(130)
  expect(demo.output()).toMatch(/stopped by SIGINT\n$/)
  expect([...pids, ...workers].filter(isAlive)).toEqual([])
})
