// The class that users' tests start the emulator with, against the image of this source.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmulatorContainer } from 'discovery-emulator/testcontainers'
import { Network } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { discover } from '../client/google_client.ts'

const noteDocument = {
  name: 'notes',
  version: 'v1',
  rootUrl: 'https://notes.googleapis.com/',
  servicePath: '',
  resources: {
    notes: {
      methods: {
        get: {
          id: 'notes.notes.get',
          path: 'v1/notes/{note}',
          httpMethod: 'GET',
          parameters: { note: { type: 'string', location: 'path', required: true } },
          parameterOrder: ['note'],
          response: { $ref: 'Note' },
        },
      },
    },
  },
  schemas: { Note: { id: 'Note', type: 'object', properties: { text: { type: 'string' } } } },
}

const noteHandlers = `
import { notFound } from 'discovery-emulator'
export const handlers = {
  'notes.notes.get': ({ params }) => {
    if (params.note !== 'a') throw notFound('no note ' + params.note)
    return { text: 'hello' }
  },
}
`

describe.skipIf(!inject('hasEngine'))('an emulator in a container', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apis-'))
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(noteDocument))
    await writeFile(join(folder, 'notes_v1.ts'), noteHandlers)
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('serves Task Queue and the APIs of a folder to the real client', async () => {
    await using emulator = await new EmulatorContainer().withApis(folder).start()
    const queue = await discover(emulator.getDiscoveryUrl('taskqueue', 'v1beta2'))
    const path = { project: 'p', taskqueue: 'q' }
    await queue['tasks']!['insert']!({ ...path, requestBody: { id: 'a', payloadBase64: 'aGk=' } })
    const leased = await queue['tasks']!['lease']!({ ...path, numTasks: 1, leaseSecs: 60 })
    expect(leased.data).toMatchObject({ items: [{ id: 'a', payloadBase64: 'aGk=' }] })

    const notes = await discover(emulator.getDiscoveryUrl('notes', 'v1'))
    const found = await notes['notes']!['get']!({ note: 'a' })
    expect(found.data).toEqual({ text: 'hello' })
    const url = `${emulator.getUrl()}/notes.googleapis.com/v1/notes/b`
    expect((await fetch(url)).status).toBe(404)
  })

  test('gives a container of its network a document with the address it asked at', async () => {
    await using network = await new Network().start()
    await using emulator = await new EmulatorContainer()
      .withNetwork(network)
      .withNetworkAliases('queue')
      .withEnvironment({ ALLOWED_HOSTS: 'queue' })
      .start()
    const inside = await emulator.exec([
      'node',
      '-e',
      `fetch('http://queue:5052/api/taskqueue/v1beta2').then((r) => r.json()).then((d) => console.log(d.rootUrl))`,
    ])
    expect(inside.stdout).toContain('http://queue:5052/')
    const outside = await fetch(emulator.getDiscoveryUrl('taskqueue', 'v1beta2'))
    const document = (await outside.json()) as { rootUrl: string }
    expect(document.rootUrl.startsWith(`${emulator.getUrl()}/`)).toBe(true)
  })

  test('that cannot start says why', async () => {
    await writeFile(join(folder, 'broken_v1.api'), '{ "name": ')
    const start = new EmulatorContainer().withApis(folder).start()
    await expect(start).rejects.toThrow(/did not start:[^]*broken_v1\.api/)
    await rm(join(folder, 'broken_v1.api'))
  })

  test('runs as a user without rights and leaves the last image without packages for tests', async () => {
    await using emulator = await new EmulatorContainer().start()
    expect((await emulator.exec(['id', '-un'])).output.trim()).toBe('node')
    const packages = await emulator.exec(['ls', '/app/node_modules'])
    expect(packages.output).toContain('ioredis')
    expect(packages.output).not.toMatch(/vitest|typescript|googleapis|testcontainers/)
    expect((await emulator.exec(['ls', '/usr/local/bin'])).output.trim()).toBe('node')
  })

  test('holds a list of all its packages, in SPDX', async () => {
    await using emulator = await new EmulatorContainer().start()
    const { output } = await emulator.exec(['cat', '/app/sbom.spdx.json'])
    const { spdxVersion, packages } = JSON.parse(output) as {
      readonly spdxVersion: string
      readonly packages: readonly { readonly name: string; readonly versionInfo: string }[]
    }
    expect(spdxVersion).toMatch(/^SPDX-2/)
    const lock = await emulator.exec(['cat', '/app/node_modules/.package-lock.json'])
    const installed = JSON.parse(lock.output) as {
      readonly packages: Readonly<Record<string, { readonly version: string }>>
    }
    const names = Object.entries(installed.packages).map(
      ([path, { version }]) => `${path.split('node_modules/').at(-1)} ${version}`,
    )
    expect(names.length).toBeGreaterThan(10)
    const listed = packages.map(({ name, versionInfo }) => `${name} ${versionInfo}`)
    expect(listed).toEqual(expect.arrayContaining(names))
    expect(listed.length).toBe(names.length + 1)
  })
})
