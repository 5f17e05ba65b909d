// `check PATH`: which methods a program uses, and what answers them.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sourceUses } from '../../src/cli/check/source_uses.ts'
import { usesIn } from '../../src/cli/check/uses.ts'
import { loadServices } from '../../src/api/states.ts'
import { startEmulator } from '../../src/index.ts'
import { runCommand } from '../helpers/server_process.ts'
import { note, send, testApis } from '../control/helpers.ts'

const folder = testApis()
const files = mkdtempSync(join(tmpdir(), 'check-'))
afterAll(() => rmSync(files, { recursive: true }))
const services = await loadServices(folder)

const usesOf = (source: string) =>
  sourceUses('app', source, services, new Map()).map(({ method, place }) => `${method} ${place}`)

test.each([
  [
    "const api = await google.discoverAPI('notes')\nawait api.projects.notes.create({})",
    ['notes.projects.notes.create app:2'],
  ],
  [
    "# notes\napi.projects().notes().list(parent='p').execute()",
    ['notes.projects.notes.list app:2'],
  ],
  [
    '// notes\nconst { notes } = api.projects\nawait notes\n  .projects.notes\n  .delete({})',
    ['notes.projects.notes.delete app:3'],
  ],
  [
    "await fetch(`https://notes.googleapis.com/v1/projects/${p}/notes/${n}`, { method: 'DELETE' })",
    ['notes.projects.notes.delete app:1'],
  ],
  [
    "requests.post('https://notes.googleapis.com/v1/projects/p/notes?noteId=a', json={})",
    ['notes.projects.notes.create app:1'],
  ],
  ['other.projects.topics.create()', []],
  ["import x from 'notes'\nx.projects.notes.nothing()", []],
])('in %j it finds %j', (source, found) => {
  expect(usesOf(source)).toEqual(found)
})

test('archives and logs of calls are read, and what no API has is named', async () => {
  await using emulator = await startEmulator({ apiData: folder })
  await note(emulator, 'a')
  const { body: har } = await send(emulator, 'GET _emulator/v1/calls:har')
  const { body: log } = await send(emulator, 'GET _emulator/v1/calls')
  const archive = har as { log: { entries: object[] } }
  archive.log.entries.push({
    request: { method: 'GET', url: 'https://pubsub.googleapis.com/v1/projects/p/topics' },
  })
  writeFileSync(join(files, 'calls.har'), JSON.stringify(archive))
  writeFileSync(join(files, 'calls.json'), JSON.stringify(log))
  expect(await usesIn(join(files, 'calls.har'), services, folder)).toEqual([
    {
      api: 'notes:v1',
      method: 'notes.projects.notes.create',
      place: `${join(files, 'calls.har')}#0`,
    },
    {
      api: 'pubsub.googleapis.com',
      method: 'GET /v1/projects/p/topics',
      place: `${join(files, 'calls.har')}#1`,
    },
  ])
  const logged = await usesIn(join(files, 'calls.json'), services, folder)
  expect(logged.map(({ method }) => method)).toEqual(['notes.projects.notes.create'])
})

test('the command ends with 1 where a method is not answered, and says which', async () => {
  const program = join(files, 'app.js')
  writeFileSync(program, "import 'notes'\nawait api.projects.notes.create({})\n")
  const env = { API_DATA: folder }
  const fine = await runCommand({ folder: files, command: 'check', env, args: [program] })
  expect(fine.out).toContain('notes.projects.notes.create  stateful')
  expect(fine.code).toBe(0)
  const refused = await runCommand({
    folder: files,
    command: 'check',
    env: { ...env, UNBOUND: '501' },
    args: [program],
  })
  expect(refused.out).toContain('1 of 1 is not answered.')
  expect(refused.code).toBe(1)
  copyFileSync(program, join(files, 'app.txt'))
  const odd = await runCommand({
    folder: files,
    command: 'check',
    env,
    args: [join(files, 'app.txt')],
  })
  expect(odd.err).toContain('is neither source (.ts, .js, .py), nor an archive')
  expect(odd.code).toBe(1)
})
