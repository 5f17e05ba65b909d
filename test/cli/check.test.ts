// `check PATH`: which methods a program uses, and what answers them.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sourceUses } from '../../src/cli/check/source_uses.ts'
import { usesIn } from '../../src/cli/check/uses.ts'
import { loadServices } from '../../src/api/states.ts'
import { startEmulator } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { commandHere } from '../helpers/command_here.ts'
import { note, send, testApis } from '../control/helpers.ts'

const folder = testApis()
const files = mkdtempSync(join(tmpdir(), 'check-'))
afterAll(() => rmSync(files, { recursive: true }))
const services = await loadServices(folder)

const usesOf = (source: string) =>
  sourceUses('app', source, services, new Map()).uses.map(
    ({ method, place }) => `${method} ${place}`,
  )

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
  ["const drive = google.drive('v3')\nawait drive.files.list()", ['drive.* app:1']],
  ["const drive = google.drive({ auth, version: 'v3' })", ['drive.* app:1']],
  ["api = build('drive', 'v3', http=http)", ['drive.* app:1']],
  ["build('notes', 'v1').projects().notes().get(name=n)", ['notes.projects.notes.get app:1']],
  ['fetch(`https://drive.googleapis.com/drive/v3/files/${id}`)', ['/drive/v3/files/x app:1']],
  ["const scopes = ['https://www.googleapis.com/auth/drive', 'https://notes.googleapis.com/']", []],
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
  expect((await usesIn(join(files, 'calls.har'), services, folder)).uses).toEqual([
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
  expect(logged.uses.map(({ method }) => method)).toEqual(['notes.projects.notes.create'])
})

describe.skipIf(corpusDirectory === undefined)('with documents of Google', () => {
  test('what a Cloud client calls is told where descriptors are, and else said to be unclear', async () => {
    await using own = await grpcFolder({ cloudtasks_v2: 'tasks' })
    const tasks = await loadServices(own.path)
    const node = join(files, 'cloud.ts')
    const python = join(files, 'cloud.py')
    const client = "import { CloudTasksClient } from '@google-cloud/tasks'\n"
    writeFileSync(node, `${client}await new CloudTasksClient().createQueue({})\n`)
    writeFileSync(
      python,
      'from google.cloud import tasks_v2\nclient.create_task(parent=p, task=t)\n',
    )
    expect(await usesIn(node, tasks, own.path)).toEqual({
      uses: [
        {
          api: 'cloudtasks:v2',
          method: 'cloudtasks.projects.locations.queues.create',
          place: `${node}:2`,
        },
      ],
      unclear: [],
    })
    const { uses } = await usesIn(python, tasks, own.path)
    expect(uses.map(({ method }) => method)).toEqual([
      'cloudtasks.projects.locations.queues.tasks.create',
    ])
    expect(await usesIn(node, services, folder)).toEqual({ uses: [], unclear: [node] })
  })

  test('a recording is read, packed as it is, and what is known of its methods is told', async () => {
    const recording = join(corpusDirectory!, '../recordings/google-calls.jsonl.gz')
    const env = { API_DATA: corpusDirectory! }
    const args = [recording, '--json']
    const { out, code } = await commandHere({ folder: files, command: 'check', env, args })
    const { methods } = JSON.parse(out) as { methods: { method: string }[] }
    expect(methods.length).toBeGreaterThan(300)
    expect(methods).toContainEqual({
      method: 'secretmanager.projects.secrets.create',
      api: 'secretmanager:v1',
      places: [recording],
      origin: 'stateful',
      parity: expect.objectContaining({ status: 100 }) as unknown,
    })
    expect(code).toBe(0)
  })
})

test('the command ends with 1 where a method is not answered, and says which', async () => {
  const program = join(files, 'app.js')
  writeFileSync(program, "import 'notes'\nawait api.projects.notes.create({})\n")
  const env = { API_DATA: folder }
  const fine = await commandHere({ folder: files, command: 'check', env, args: [program] })
  expect(fine.out).toContain('notes.projects.notes.create  stateful')
  expect(fine.code).toBe(0)
  const refused = await commandHere({
    folder: files,
    command: 'check',
    env: { ...env, UNBOUND: '501' },
    args: [program],
  })
  expect(refused.out).toContain('1 of 1 is not answered.')
  expect(refused.code).toBe(1)
  writeFileSync(join(files, 'drive.py'), "drive = build('drive', 'v3')\n")
  const drive = { folder: files, command: 'check', env, args: [join(files, 'drive.py')] }
  const unserved = await commandHere(drive)
  expect(unserved.out).toMatch(/^drive:v3 drive\.\* +not served/m)
  expect(unserved.code).toBe(1)
  copyFileSync(program, join(files, 'app.txt'))
  const odd = await commandHere({
    folder: files,
    command: 'check',
    env,
    args: [join(files, 'app.txt')],
  })
  expect(odd.err).toContain('is neither source (.ts, .js, .py), nor an archive')
  expect(odd.code).toBe(1)
})
