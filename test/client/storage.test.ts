// @google-cloud/storage, unmodified, at STORAGE_EMULATOR_HOST.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { Bucket, Storage as Client } from '@google-cloud/storage'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { apiFolder } from '../helpers/api_folder.ts'
import { pythonFound, runPython } from '../helpers/python.ts'
import { describeStores } from '../helpers/resource_stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'storage-client-'))
const apiData = apiFolder('storage_v1')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A client as an application makes one: the variable is all that it is told. */
async function clientOf({ url }: Emulator): Promise<Client> {
  process.env['STORAGE_EMULATOR_HOST'] = url
  const { Storage } = await import('@google-cloud/storage')
  return new Storage({
    projectId: 'p',
    credentials: {
      client_email: 'signer@p.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
    retryOptions: { autoRetry: false },
  })
}

afterAll(() => {
  delete process.env['STORAGE_EMULATOR_HOST']
})

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: { code: number; message: string }) => [error.code, error.message],
  )

const ifGeneration = (generation: number | string) => ({
  resumable: false,
  preconditionOpts: { ifGenerationMatch: Number(generation) },
})

describeStores('@google-cloud/storage', ({ newUrl }) => {
  const storeUrl = newUrl()
  let emulator: Emulator
  let client: Client
  let bucket: Bucket

  beforeAll(async () => {
    emulator = await startEmulator({ apiData, storeUrl })
    client = await clientOf(emulator)
  })

  afterAll(() => emulator.stop())

  afterEach(() => emulator.reset())

  const newBucket = async (name = 'things', options = {}) => {
    ;[bucket] = await client.createBucket(name, options)
    return bucket
  }

  test('buckets: made, found, listed, changed, deleted', async () => {
    const made = await newBucket('things', { location: 'europe-west1', storageClass: 'NEARLINE' })
    expect(made.metadata).toMatchObject({
      name: 'things',
      location: 'EUROPE-WEST1',
      storageClass: 'NEARLINE',
      metageneration: '1',
      etag: 'CAE=',
    })
    expect(await client.bucket('things').exists()).toEqual([true])
    expect(await client.bucket('others').exists()).toEqual([false])
    await newBucket('others')
    const [all] = await client.getBuckets()
    expect(all.map(({ name }) => name)).toEqual(['others', 'things'])
    const [first, next] = await client.getBuckets({ maxResults: 1, autoPaginate: false })
    const [second] = await client.getBuckets({ ...next, autoPaginate: false })
    expect([...first, ...second].map(({ name }) => name)).toEqual(['others', 'things'])
    expect((await client.getBuckets({ prefix: 'th' }))[0].map(({ name }) => name)).toEqual([
      'things',
    ])
    expect((await client.getBuckets({ project: 'elsewhere' }))[0]).toEqual([])
    const [labelled] = await made.setLabels({ team: 'a', tier: 'b' })
    expect(labelled).toMatchObject({ labels: { team: 'a', tier: 'b' }, metageneration: '2' })
    await made.deleteLabels('tier')
    expect((await made.getMetadata())[0]).toMatchObject({ labels: { team: 'a' }, etag: 'CAM=' })
    await made.delete()
    expect(await codeOf(made.getMetadata())).toEqual([404, 'The specified bucket does not exist.'])
    expect(await codeOf(newBucket('others'))).toEqual([
      409,
      'You already own this bucket. Please select another name.',
    ])
  })

  test.each([
    ['simple', { resumable: false }],
    ['resumable', { resumable: true }],
    ['resumable, in chunks', { resumable: true, chunkSize: 256 * 1024 }],
  ])('an upload (%s) is downloaded as it was, its hashes checked', async (_, options) => {
    await newBucket()
    const bytes = randomBytes(700_000)
    const file = bucket.file('a folder/ü.bin')
    await file.save(bytes, {
      ...options,
      validation: 'crc32c',
      metadata: { contentType: 'application/x-thing', metadata: { Owner: 'me' } },
    })
    expect(file.metadata).toMatchObject({
      name: 'a folder/ü.bin',
      contentType: 'application/x-thing',
      metadata: { Owner: 'me' },
      metageneration: '1',
    })
    expect((await file.download({ validation: 'md5' }))[0].equals(bytes)).toBe(true)
    expect((await file.download({ start: 5, end: 9 }))[0]).toEqual(bytes.subarray(5, 10))
    expect((await file.download({ start: 699_990 }))[0]).toEqual(bytes.subarray(699_990))
    const streamed = await buffer(file.createReadStream({ validation: 'crc32c' }))
    expect(streamed.equals(bytes)).toBe(true)
  })

  test('a file of the disk, a stream, and nothing at all', async () => {
    await newBucket()
    const path = join(folder, 'poem.txt')
    writeFileSync(path, 'Roses are red')
    const [file] = await bucket.upload(path, { destination: 'poems/1.txt', gzip: true })
    expect(file.metadata).toMatchObject({ contentType: 'text/plain', contentEncoding: 'gzip' })
    expect((await file.download())[0].toString()).toBe('Roses are red')
    const stream = bucket.file('poems/2.txt').createWriteStream({ resumable: true })
    await pipeline(Readable.from(['Violets ', 'are ', 'blue']), stream)
    expect((await bucket.file('poems/2.txt').download())[0].toString()).toBe('Violets are blue')
    await pipeline(createReadStream(path), bucket.file('poems/3.txt').createWriteStream())
    await bucket.file('empty').save('')
    expect((await bucket.file('empty').download())[0]).toHaveLength(0)
    expect(await codeOf(bucket.file('none').download())).toEqual([
      404,
      expect.stringContaining('No such object: things/none'),
    ])
  })

  test('a list in order of name, with folders, offsets and pages', async () => {
    await newBucket()
    for (const name of ['b/2', 'a', 'b/1', 'b/c/3', 'B', 'ä', 'c'])
      await bucket.file(name).save(name, { resumable: false })
    const names = async (query: object) => (await bucket.getFiles(query))[0].map(({ name }) => name)
    expect(await names({})).toEqual(['B', 'a', 'b/1', 'b/2', 'b/c/3', 'c', 'ä'])
    const [items, , answer] = await bucket.getFiles({ delimiter: '/', autoPaginate: false })
    expect(items.map(({ name }) => name)).toEqual(['B', 'a', 'c', 'ä'])
    expect(answer).toMatchObject({ prefixes: ['b/'] })
    expect(await names({ prefix: 'b/', delimiter: '/' })).toEqual(['b/1', 'b/2'])
    expect(await names({ startOffset: 'b/1', endOffset: 'b/c/3' })).toEqual(['b/1', 'b/2'])
    expect(await names({ matchGlob: 'b/*' })).toEqual(['b/1', 'b/2'])
    expect(await names({ matchGlob: '**/{1,3}' })).toEqual(['b/1', 'b/c/3'])
    const [first, next] = await bucket.getFiles({
      maxResults: 2,
      autoPaginate: false,
      delimiter: '/',
    })
    expect(first.map(({ name }) => name)).toEqual(['B', 'a'])
    const [second, , rest] = await bucket.getFiles({ ...next, autoPaginate: false })
    expect([second.map(({ name }) => name), rest]).toMatchObject([['c'], { prefixes: ['b/'] }])
  })

  test('copies, moves, joins', async () => {
    await newBucket()
    const [other] = await client.createBucket('others')
    const file = bucket.file('one')
    await file.save('1, ', { contentType: 'text/plain', metadata: { metadata: { n: '1' } } })
    const [copy] = await file.copy(other.file('copy'))
    expect((await copy.getMetadata())[0]).toMatchObject({
      bucket: 'others',
      contentType: 'text/plain',
      metadata: { n: '1' },
    })
    await bucket.file('two').save('2')
    const [joined] = await bucket.combine(['one', 'two'], 'both')
    expect((await joined.download())[0].toString()).toBe('1, 2')
    expect((await joined.getMetadata())[0]).toMatchObject({ componentCount: 2 })
    expect((await joined.getMetadata())[0].md5Hash).toBeUndefined()
    await bucket.file('two').move('moved/2')
    expect(await bucket.file('two').exists()).toEqual([false])
    await bucket.file('moved/2').moveFileAtomic('moved/zwei')
    expect((await bucket.file('moved/zwei').download())[0].toString()).toBe('2')
    expect(await bucket.file('moved/2').exists()).toEqual([false])
    expect(await codeOf(bucket.file('none').copy('x'))).toEqual([
      404,
      expect.stringContaining('No such object: things/none'),
    ])
  })

  test('metadata: changed, cleared, and the content stays', async () => {
    await newBucket()
    const file = bucket.file('one')
    await file.save('1', { metadata: { metadata: { a: '1', b: '2' }, cacheControl: 'no-store' } })
    const { generation } = file.metadata
    const [changed] = await file.setMetadata({
      contentType: 'text/html',
      metadata: { a: null, c: '3' },
    })
    expect(changed).toMatchObject({
      generation,
      metageneration: '2',
      contentType: 'text/html',
      cacheControl: 'no-store',
      metadata: { b: '2', c: '3' },
    })
    expect(changed.metadata).not.toHaveProperty('a')
    expect((await file.download())[0].toString()).toBe('1')
    expect((await fetch(`${emulator.url}/things/one`)).headers.get('x-goog-meta-c')).toBe('3')
  })

  test('preconditions: 412 for a change of another version, 304 for what the client has', async () => {
    await newBucket()
    const file = bucket.file('one')
    await file.save('1', ifGeneration(0))
    const first = String(file.metadata.generation)
    const notMet = [
      412,
      expect.stringContaining('At least one of the pre-conditions you specified did not hold.'),
    ]
    expect(await codeOf(file.save('2', ifGeneration(0)))).toEqual(notMet)
    expect(await codeOf(file.save('2', { ...ifGeneration(0), resumable: true }))).toEqual(notMet)
    await file.save('2', ifGeneration(first))
    expect(await codeOf(file.save('3', ifGeneration(first)))).toEqual(notMet)
    expect(await codeOf(file.delete({ ifGenerationMatch: first }))).toEqual(notMet)
    expect(
      await codeOf(file.setMetadata({ contentType: 'a/b' }, { ifMetagenerationMatch: 7 })),
    ).toEqual(notMet)
    const { generation } = (await file.getMetadata())[0]
    const url = `${emulator.url}/storage/v1/b/things/o/one`
    const unchanged = await fetch(`${url}?ifGenerationNotMatch=${generation}`)
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    expect((await fetch(`${url}?ifGenerationNotMatch=${first}&alt=media`)).status).toBe(200)
    expect((await fetch(`${url}?ifGenerationMatch=${first}&alt=media`)).status).toBe(412)
  })

  test('versions: what is replaced or deleted is kept where the bucket keeps it', async () => {
    await newBucket('things', { versioning: { enabled: true } })
    const file = bucket.file('one')
    await file.save('1')
    const first = file.metadata.generation!
    await file.save('2')
    const second = file.metadata.generation!
    await file.delete()
    expect(await file.exists()).toEqual([false])
    const [versions] = await bucket.getFiles({ versions: true })
    expect(
      versions.map(({ metadata: { generation, timeDeleted } }) => [generation, !!timeDeleted]),
    ).toEqual([
      [first, true],
      [second, true],
    ])
    const former = bucket.file('one', { generation: first })
    expect((await former.download())[0].toString()).toBe('1')
    await former.copy(bucket.file('one'))
    expect((await file.download())[0].toString()).toBe('1')
    expect(await codeOf(bucket.delete())).toEqual([
      409,
      expect.stringContaining('The bucket you tried to delete is not empty.'),
    ])
    await bucket.file('one', { generation: second }).delete()
    await bucket.deleteFiles({ versions: true })
    await bucket.delete()
  })

  test('access: entries of the acl, policies, public addresses', async () => {
    await newBucket()
    const file = bucket.file('one')
    await file.save('1', { public: true })
    expect((await file.acl.get())[0]).toMatchObject([{ entity: 'allUsers', role: 'READER' }])
    await file.acl.add({ entity: 'user-a@example.com', role: 'OWNER' })
    expect((await file.acl.get({ entity: 'user-a@example.com' }))[0]).toMatchObject({
      role: 'OWNER',
    })
    await file.acl.delete({ entity: 'allUsers' })
    expect((await file.acl.get())[0]).toMatchObject([{ entity: 'user-a@example.com' }])
    expect(await (await fetch(file.publicUrl())).text()).toBe('1')
    const [policy] = await bucket.iam.getPolicy()
    policy.bindings = [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }]
    await bucket.iam.setPolicy(policy)
    expect((await bucket.iam.getPolicy())[0].bindings).toEqual(policy.bindings)
    expect((await bucket.iam.testPermissions(['storage.objects.get']))[0]).toEqual({
      'storage.objects.get': true,
    })
  })

  test.each(['v2', 'v4'] as const)('signed URLs (%s) read, write and end', async (version) => {
    await newBucket()
    const file = bucket.file('a b/ü.txt')
    const expires = () => new Date(emulator.clock.now() / 1000 + 60_000)
    const urlFor = async (action: 'read' | 'write' | 'delete', more = {}) =>
      (await file.getSignedUrl({ version, action, expires: expires(), ...more }))[0]
    const put = await fetch(await urlFor('write', { contentType: 'text/plain' }), {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body: 'signed',
    })
    expect([put.status, put.headers.get('x-goog-generation')]).toEqual([
      200,
      (await file.getMetadata())[0].generation,
    ])
    const url = await urlFor('read')
    const got = await fetch(url, { headers: { range: 'bytes=1-3' } })
    expect([got.status, await got.text()]).toEqual([206, 'ign'])
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('6')
    emulator.clock.advance(61)
    const late = await fetch(url)
    expect([late.status, await late.text()]).toEqual([
      400,
      expect.stringContaining('<Code>ExpiredToken</Code>'),
    ])
    emulator.clock.advance(-61)
    expect((await fetch(await urlFor('delete'), { method: 'DELETE' })).status).toBe(204)
    const gone = await fetch(url)
    expect([gone.status, await gone.text()]).toEqual([
      404,
      expect.stringContaining('<Code>NoSuchKey</Code>'),
    ])
  })

  test('a signed URL begins a resumable upload, and a signed policy is a form to upload with', async () => {
    await newBucket()
    const expires = new Date(emulator.clock.now() / 1000 + 60_000)
    const file = bucket.file('a b/ü.txt')
    const [url] = await file.getSignedUrl({ version: 'v4', action: 'resumable', expires })
    const begun = await fetch(url, {
      method: 'POST',
      headers: { 'x-goog-resumable': 'start', 'content-type': 'text/plain', 'x-goog-meta-a': 'b' },
    })
    expect(begun.status).toBe(201)
    const sent = await fetch(begun.headers.get('location')!, { method: 'PUT', body: 'resumed' })
    expect(sent.status).toBe(200)
    expect((await file.getMetadata())[0]).toMatchObject({
      contentType: 'text/plain',
      metadata: { a: 'b' },
      size: '7',
    })
    const formFile = bucket.file('form.txt')
    const [policy] = await formFile.generateSignedPostPolicyV4({
      expires,
      fields: { 'x-goog-meta-from': 'a page', 'Content-Type': 'text/html' },
    })
    const form = () => {
      const data = new FormData()
      for (const [name, value] of Object.entries(policy.fields)) data.append(name, value)
      data.append('file', new Blob(['<p>']), 'page.html')
      return data
    }
    expect((await fetch(policy.url, { method: 'POST', body: form() })).status).toBe(204)
    expect((await formFile.getMetadata())[0]).toMatchObject({
      contentType: 'text/html',
      metadata: { from: 'a page' },
    })
    expect((await formFile.download())[0].toString()).toBe('<p>')
    emulator.clock.advance(61)
    const late = await fetch(policy.url, { method: 'POST', body: form() })
    expect([late.status, await late.text()]).toEqual([
      400,
      expect.stringContaining('Policy expired.'),
    ])
    emulator.clock.advance(-61)
  })

  test('a key is active until it is not, and only then can be deleted', async () => {
    const [key, secret] = await client.createHmacKey('a@p.iam.gserviceaccount.com')
    expect(key.metadata).toMatchObject({
      accessId: expect.stringMatching(/^GOOG1E[A-Z2-7]{55}$/),
      serviceAccountEmail: 'a@p.iam.gserviceaccount.com',
      state: 'ACTIVE',
    })
    expect(Buffer.from(secret, 'base64')).toHaveLength(30)
    expect((await codeOf(key.delete()))[0]).toBe(400)
    await key.setMetadata({ state: 'INACTIVE' })
    expect((await client.getHmacKeys())[0].map(({ metadata }) => metadata?.state)).toEqual([
      'INACTIVE',
    ])
    await key.delete()
    expect((await client.getHmacKeys())[0]).toEqual([])
    expect((await codeOf(key.delete()))[0]).toBe(404)
  })

  test('a project has a service account, and a new bucket a policy to which clients add', async () => {
    await newBucket()
    const [{ emailAddress }] = await client.getServiceAccount()
    expect(emailAddress).toBe('service-p@gs-project-accounts.iam.gserviceaccount.com')
    await bucket.enableLogging({ prefix: 'log' })
    const [{ bindings }] = await bucket.iam.getPolicy()
    expect(bindings.map(({ role }) => role)).toEqual([
      'roles/storage.legacyBucketOwner',
      'roles/storage.legacyBucketReader',
      'roles/storage.objectCreator',
    ])
  })

  test('an object says with which key it was asked to be encrypted', async () => {
    await newBucket()
    const kmsKeyName = 'projects/p/locations/us/keyRings/r/cryptoKeys/k'
    await bucket.file('one', { kmsKeyName }).save('1', { resumable: false })
    expect((await bucket.file('one').getMetadata())[0].kmsKeyName).toBe(kmsKeyName)
  })

  test('holds keep an object from being deleted or written over', async () => {
    await newBucket()
    const file = bucket.file('one')
    await file.save('1')
    await file.setMetadata({ temporaryHold: true })
    const held =
      "Object 'things/one' is under active Temporary hold and cannot be deleted, overwritten or archived until hold is removed."
    expect(await codeOf(file.delete())).toEqual([403, expect.stringContaining(held)])
    expect(await codeOf(file.save('2', { resumable: false }))).toEqual([
      403,
      expect.stringContaining(held),
    ])
    await file.setMetadata({ temporaryHold: false })
    await file.delete()
  })
})

test.skipIf(!pythonFound)(
  "Google's client for Python uploads in chunks and reads in parts",
  async () => {
    await using emulator = await startEmulator({ apiData })
    await (await clientOf(emulator)).createBucket('things')
    expect(await runPython([join(import.meta.dirname, 'storage.py'), emulator.url])).toEqual({
      insert: expect.objectContaining({ name: 'a/1', size: '700000', contentType: 'text/plain' }),
      read: 700_000,
      list: ['a/'],
      delete: '',
    })
  },
)

describe('a restart', () => {
  test('loses no object', async () => {
    const storeUrl = `sqlite:${join(folder, 'kept.db')}`
    const bytes = randomBytes(300_000)
    {
      await using emulator = await startEmulator({ apiData, storeUrl })
      const [bucket] = await (await clientOf(emulator)).createBucket('kept')
      await bucket.file('one').save(bytes)
    }
    await using emulator = await startEmulator({ apiData, storeUrl })
    const file = (await clientOf(emulator)).bucket('kept').file('one')
    expect((await file.download())[0].equals(bytes)).toBe(true)
  })
})
