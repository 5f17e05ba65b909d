// `key`: its file is what clients take as GOOGLE_APPLICATION_CREDENTIALS, without a connection to Google, and outlives restarts.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { google } from 'googleapis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiFolder } from '../helpers/api_folder.ts'
import { pythonFound, runPython } from '../helpers/python.ts'
import { freePort } from '../helpers/free_port.ts'
import { commandHere } from '../helpers/command_here.ts'
import { startServer, until, type Ended } from '../helpers/server_process.ts'

const QUEUES = '/v2/projects/p/locations/l/queues'
const CLOUD = 'https://www.googleapis.com/auth/cloud-platform'
const apiData = apiFolder('cloudtasks_v2')

let folder: string
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
  const port = String(await freePort())
  const STORE_URL = `sqlite:${join(folder, 'tasks.db')}`
  env = { PORT: port, API_DATA: apiData, AUTH: 'scopes', STORE_URL, KEYS_DIR: join(folder, 'keys') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const key = (...args: string[]): Promise<Ended> =>
  commandHere({ folder, command: 'key', args: ['--project', 'p', ...args], env })

const list = async (url: string, keyFile: string, scope: string) => {
  const auth = new google.auth.GoogleAuth({ keyFile, scopes: [scope] })
  const response = await fetch(`${url}${QUEUES}`, {
    headers: await auth.getRequestHeaders(),
  })
  return response.status
}

describe('a key', () => {
  test('is written for its owner alone, and nothing is overwritten', async () => {
    const out = join(folder, 'robot.json')
    expect(await key('--account', 'robot', '--out', out)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`export GOOGLE_APPLICATION_CREDENTIALS=${out}\n`),
      err: '',
    })
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
      type: 'service_account',
      project_id: 'p',
      private_key: expect.stringContaining('BEGIN PRIVATE KEY'),
      client_email: 'robot@p.iam.gserviceaccount.com',
      token_uri: `http://127.0.0.1:${env['PORT']}/token`,
    })
    const again = await key('--account', 'robot', '--out', out)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })
    const printed = await key('--account', 'robot')
    expect(JSON.parse(printed.out)).toMatchObject({ type: 'service_account' })
  })

  test('of no account is refused in one sentence', async () => {
    expect(await key()).toMatchObject({ code: 2, err: expect.stringContaining('--account NAME') })
    expect(await key('--account', '../x')).toMatchObject({
      code: 1,
      err: 'discovery-emulator: "../x" in project "p" is no service account: both have lower-case letters, digits and "-"\n',
    })
    expect(await key('--account', 'x', '--federated')).toMatchObject({ code: 78 })
  })

  test("in federated form works with Google's library for Node as it is, over a restart", async () => {
    const out = join(folder, 'federated.json')
    let headers: Headers
    {
      await using server = await startServer({ folder, env })
      // The server is running already: it knows the key at once.
      expect(await key('--account', 'other', '--out', out, '--federated')).toMatchObject({
        code: 0,
      })
      expect(await list(server.url, out, CLOUD)).toBe(200)
      expect(await list(server.url, out, 'https://www.googleapis.com/auth/drive')).toBe(403)
      headers = await new google.auth.GoogleAuth({
        keyFile: out,
        scopes: [CLOUD],
      }).getRequestHeaders()
    }
    await using server = await startServer({ folder, env: { ...env, ACCESSLOG: '-' } })
    const queue = `${server.url}${QUEUES}`
    expect((await fetch(queue, { headers })).status).toBe(200)
    expect((await fetch(queue)).status).toBe(401)
    expect(await list(server.url, out, CLOUD)).toBe(200)
    const token = headers.get('authorization')!.split(' ')[1]!
    await fetch(`${queue}?access_token=${encodeURIComponent(token)}`)
    await until('it is in the log', () => server.out().split(QUEUES).length > 4)
    for (const part of token.split('~')) expect(server.out()).not.toContain(part)
  })

  test.skipIf(!pythonFound)("works with Google's library for Python as it is", async () => {
    const out = join(folder, 'python.json')
    await key('--account', 'robot', '--out', out)
    await using server = await startServer({ folder, env })
    const script = join(import.meta.dirname, '../client/service_account.py')
    const steps = await runPython([script, server.url, out])
    expect(steps).toMatchObject({
      right: {},
      wrong: { status: 403, reason: 'Request had insufficient authentication scopes.' },
    })
  })
})
