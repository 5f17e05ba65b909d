// --auth=iam: policies that clients set are enforced, on the resource and on all that it contains.
import { google } from 'googleapis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { authOf, CLOUD, corpusApis, refusalOf } from './clients.ts'

const memberOf = (name: string) => `serviceAccount:${name}@p.iam.gserviceaccount.com`

const statusOf = (call: Promise<{ status: number }>) =>
  call.then(
    ({ status }) => status,
    (error: { status?: number }) => error.status,
  )

describe.skipIf(corpusDirectory === undefined)('with --auth=iam', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({
      apiData: corpusApis(
        'secretmanager_v1',
        'storage_v1',
        'cloudkms_v1',
        'cloudresourcemanager_v3',
        'drive_v3',
      ),
      auth: 'iam',
      policies: {
        'projects/p': { bindings: [{ role: 'roles/owner', members: [memberOf('owner')] }] },
        'folders/1': { bindings: [{ role: 'roles/viewer', members: [memberOf('auditor')] }] },
      },
      roles: { 'roles/my.counter': ['secretmanager.secrets.list'] },
    })
  })
  afterAll(() => emulator.stop())
  beforeEach(() => emulator.reset())

  const optionsOf = (name: string, subject?: string) =>
    ({
      rootUrl: emulator.url,
      auth: authOf(emulator.key({ project: 'p', name }), [CLOUD], subject ? { subject } : {}),
      retry: false,
    }) as const
  const secretsAs = (name: string, subject?: string) =>
    google.secretmanager({ version: 'v1', ...optionsOf(name, subject) }).projects.secrets
  const storageAs = (name: string) => google.storage({ version: 'v1', ...optionsOf(name) })
  const projectsAs = (name: string) =>
    google.cloudresourcemanager({ version: 'v3', ...optionsOf(name) }).projects

  const parent = 'projects/p'
  const resource = 'projects/p/secrets/s'
  const makeSecret = () =>
    secretsAs('owner').create({
      parent,
      secretId: 's',
      requestBody: { replication: { automatic: {} } },
    })
  const bind = (role: string, ...members: string[]) =>
    secretsAs('owner').setIamPolicy({
      resource,
      requestBody: { policy: { bindings: [{ role, members }] } },
    })
  const audit = () => statusOf(secretsAs('auditor').list({ parent }))

  const asUser = () => statusOf(secretsAs('robot', 'ann@example.com').get({ name: resource }))

  const asNobody = async () => (await fetch(`${emulator.url}/v1/${resource}`)).status

  const upload = async () => {
    const path = '/upload/storage/v1/b/b/o?uploadType=media&name=o'
    const headers = await optionsOf('robot').auth.getRequestHeaders()
    return (await fetch(`${emulator.url}${path}`, { method: 'POST', headers, body: 'hi' })).status
  }

  const get = (headers: Record<string, string>) =>
    statusOf(secretsAs('robot').get({ name: resource }, { headers }))

  test('whom no policy names is refused in the words of Google', async () => {
    await makeSecret()
    expect(await refusalOf(secretsAs('robot').get({ name: resource }))).toMatchObject({
      status: 403,
      error: {
        code: 403,
        message: `Permission 'secretmanager.secrets.get' denied on resource '${resource}' (or it may not exist).`,
        status: 'PERMISSION_DENIED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'IAM_PERMISSION_DENIED',
            domain: 'iam.googleapis.com',
            metadata: { resource, permission: 'secretmanager.secrets.get' },
          },
        ],
      },
    })
    const create = secretsAs('robot').create({ parent, secretId: 't', requestBody: {} })
    expect(await refusalOf(create)).toMatchObject({
      error: {
        message:
          "Permission 'secretmanager.secrets.create' denied on resource 'projects/p' (or it may not exist).",
      },
    })
  })

  test('a resource that is not there is refused with the same words', async () => {
    const name = 'projects/p/secrets/none'
    expect(await refusalOf(secretsAs('robot').get({ name }))).toMatchObject({ status: 403 })
    expect(await refusalOf(secretsAs('owner').get({ name }))).toMatchObject({ status: 404 })
  })

  test('a policy of a resource grants what its role has, there and below, and nowhere else', async () => {
    await makeSecret()
    await secretsAs('owner').addVersion({
      parent: resource,
      requestBody: { payload: { data: 'aGk=' } },
    })
    const access = () =>
      statusOf(secretsAs('robot').versions.access({ name: `${resource}/versions/1` }))
    expect(await access()).toBe(403)
    await bind('roles/secretmanager.secretAccessor', memberOf('robot'))
    expect(await access()).toBe(200)
    expect(await statusOf(secretsAs('robot').get({ name: resource }))).toBe(403)
    expect(await statusOf(secretsAs('robot').list({ parent }))).toBe(403)
    await bind('roles/viewer', memberOf('robot'))
    expect(await access()).toBe(403)
    expect(await statusOf(secretsAs('robot').get({ name: resource }))).toBe(200)
  })

  test('a policy of the project holds for all that is in it', async () => {
    await makeSecret()
    const list = () => statusOf(secretsAs('robot').list({ parent }))
    expect(await list()).toBe(403)
    await projectsAs('owner').setIamPolicy({
      resource: parent,
      requestBody: {
        policy: {
          bindings: [{ role: 'roles/secretmanager.viewer', members: [memberOf('robot')] }],
        },
      },
    })
    expect(await list()).toBe(200)
    expect(await statusOf(secretsAs('robot').get({ name: resource }))).toBe(200)
    expect(await statusOf(secretsAs('robot').delete({ name: resource }))).toBe(403)
    // Whom a policy gives no permission to change it cannot give it to himself.
    expect(
      await statusOf(projectsAs('robot').setIamPolicy({ resource: parent, requestBody: {} })),
    ).toBe(403)
  })

  test('a policy of a folder holds for its projects', async () => {
    expect(await audit()).toBe(403)
    await projectsAs('owner').create({ requestBody: { projectId: 'p', parent: 'folders/1' } })
    expect(await audit()).toBe(200)
  })

  test('roles of a file are known', async () => {
    await makeSecret()
    await projectsAs('owner').setIamPolicy({
      resource: parent,
      requestBody: {
        policy: { bindings: [{ role: 'roles/my.counter', members: [memberOf('robot')] }] },
      },
    })
    expect(await statusOf(secretsAs('robot').list({ parent }))).toBe(200)
    expect(await statusOf(secretsAs('robot').get({ name: resource }))).toBe(403)
  })

  test('members are accounts, users, domains, all who are known, and all', async () => {
    await makeSecret()
    for (const [member, user, nobody] of [
      [memberOf('robot'), 403, 401],
      ['user:ann@example.com', 200, 401],
      ['user:bob@example.com', 403, 401],
      ['domain:example.com', 200, 401],
      ['allAuthenticatedUsers', 200, 401],
      ['allUsers', 200, 200],
    ] as const) {
      await bind('roles/viewer', member)
      expect([member, await asUser(), await asNobody()]).toEqual([member, user, nobody])
    }
  })

  test('a binding with a condition grants nothing', async () => {
    await makeSecret()
    await secretsAs('owner').setIamPolicy({
      resource,
      requestBody: {
        policy: {
          version: 3,
          bindings: [
            {
              role: 'roles/viewer',
              members: [memberOf('robot')],
              condition: { title: 'never', expression: 'false' },
            },
          ],
        },
      },
    })
    expect(await statusOf(secretsAs('robot').get({ name: resource }))).toBe(403)
  })

  test('whoever asks what it may do is told the truth', async () => {
    await makeSecret()
    await bind('roles/secretmanager.secretAccessor', memberOf('robot'))
    const permissions = [
      'secretmanager.versions.access',
      'secretmanager.secrets.get',
      'secretmanager.secrets.setIamPolicy',
    ]
    const tested = async (name: string) => {
      const requestBody = { permissions }
      const { data } = await secretsAs(name).testIamPermissions({ resource, requestBody })
      return data.permissions
    }
    expect(await tested('robot')).toEqual(['secretmanager.versions.access'])
    expect(await tested('owner')).toEqual(permissions)
    expect(await tested('stranger')).toBeUndefined()
  })

  test('buckets belong to the project that made them', async () => {
    await storageAs('owner').buckets.insert({ project: 'p', requestBody: { name: 'b' } })
    expect(await statusOf(storageAs('owner').buckets.get({ bucket: 'b' }))).toBe(200)
    expect(await refusalOf(storageAs('robot').buckets.get({ bucket: 'b' }))).toMatchObject({
      status: 403,
      error: {
        errors: [{ reason: 'forbidden' }],
        message: expect.stringContaining("Permission 'storage.buckets.get' denied on resource"),
      },
    })
    const insert = storageAs('robot').buckets.insert({ project: 'p', requestBody: { name: 'c' } })
    expect(await statusOf(insert)).toBe(403)
    expect(await upload()).toBe(403)
    await storageAs('owner').buckets.setIamPolicy({
      bucket: 'b',
      requestBody: {
        bindings: [{ role: 'roles/storage.objectCreator', members: [memberOf('robot')] }],
      },
    })
    expect(await upload()).toBe(200)
    expect(await statusOf(storageAs('robot').objects.get({ bucket: 'b', object: 'o' }))).toBe(403)
  })

  test('a fork has policies of its own', async () => {
    await makeSecret()
    await using fork = await emulator.fork()
    await bind('roles/viewer', memberOf('robot'))
    expect(await get({})).toBe(200)
    expect(await get(fork.headers)).toBe(403)
  })

  test('APIs without policies want a scope, and no more', async () => {
    const drive = google.drive({
      version: 'v3',
      rootUrl: emulator.url,
      auth: authOf(emulator.key({ project: 'p', name: 'robot' }), [
        'https://www.googleapis.com/auth/drive',
      ]),
    })
    expect(await statusOf(drive.files.list())).toBe(200)
    expect(
      await refusalOf(google.drive({ version: 'v3', ...optionsOf('robot') }).files.list()),
    ).toMatchObject({ status: 403 })
  })
})
