// `worker init`: a service that passes its own test before anything is installed.
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { emptyFolder } from './helpers/empty_folder.ts'
import { startEmulator } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { runWorker, workerProcess } from './helpers/worker_process.ts'

const run = promisify(execFile)

test('a new service passes its test, its linter and its types, and runs', async () => {
  await using made = await emptyFolder()
  const { code, output } = await runWorker(['init', 'demo'], { folder: made.folder })
  expect(output).toContain('demo/processor.test.ts')
  expect(code).toBe(0)
  const folder = join(made.folder, 'demo')
  // Without this repository's own commands: whatever Node and npm the machine has.
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: made.folder }
  const tested = await run('npm', ['test'], { cwd: folder, env })
  expect(tested.stdout).toMatch(/pass 3\n/)
  expect(tested.stdout).toMatch(/fail 0\n/)
  await run('npm', ['run', 'lint'], { cwd: folder, env })

  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using worker = workerProcess(['run'], { folder, env: queue.env })
  await queue.put({ name: 'Ada' })
  const [result] = await until('there is a result', async () => {
    const results = await queue.list('result')
    return results.length > 0 && results
  })
  expect(messageIn(result!)).toMatchObject({ greeting: 'Hello, Ada!' })
  expect(worker.output()).not.toContain('"level":50')
})

test('its settings are those that the worker knows, and what npm would link is linked', async () => {
  await using made = await emptyFolder()
  await runWorker(['init', 'demo'], { folder: made.folder })
  const folder = join(made.folder, 'demo')
  await writeFile(join(folder, '.env'), await readFile(join(folder, '.env.example')))
  const { code, output } = await runWorker(['config'], { folder })
  expect(code).toBe(0)
  expect(output).toContain('QUEUE_NAME=demo  # .env')
  const read = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(read.dependencies['@discovery-emulator/worker']).toMatch(/^file:\.\./)
  expect(await readdir(join(folder, 'node_modules', '.bin'))).toContain('worker')
  const onDisk = JSON.stringify(
    await Promise.all((await filesOf(folder)).map((file) => readFile(file, 'utf8'))),
  )
  expect(onDisk).not.toContain('{{')
})

test('a folder with something in it is left alone; bad names are refused in a sentence', async () => {
  await using made = await emptyFolder()
  const { folder } = made
  await mkdir(join(folder, 'full'))
  await writeFile(join(folder, 'full', 'notes'), 'mine')
  await writeFile(join(folder, 'file'), 'mine')
  for (const [name, sentence] of [
    ['full', /^worker: .* is not empty; nothing was written\n$/],
    ['file', /^worker: .* cannot be used: .*\n$/],
    ['../up', /^worker: "..\/up" is no name for a service: /],
    ['Demo', /^worker: "Demo" is no name for a service: /],
    ['node_modules', /^worker: "node_modules" is no name for a service: /],
  ] as const) {
    const { code, output } = await runWorker(['init', name], { folder })
    expect(code).toBe(1)
    expect(output).toMatch(sentence)
  }
  expect((await runWorker(['init'], { folder })).code).toBe(2)
  expect((await readdir(folder)).toSorted()).toEqual(['file', 'full'])
  expect(await readdir(join(folder, 'full'))).toEqual(['notes'])
})

const filesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
