// Bytes to a server process and back by Google's clients for Node, which choose different ways of uploading.
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Storage, type Bucket } from '@google-cloud/storage'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { corpusDirectory } from '../../helpers/corpus.ts'
import type { ServerProcess } from '../../helpers/server_process.ts'
import { discover, type Call, type GoogleApi } from '../google_client.ts'
import { mediaFolder, type MediaFolder } from './media_server.ts'

let folder: MediaFolder
let server: ServerProcess

const bytes = randomBytes(3_000_001)
const body = () => Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)])

describe.skipIf(corpusDirectory === undefined)('Node', () => {
  beforeAll(async () => {
    folder = await mediaFolder()
    server = await folder.start()
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  describe('googleapis', () => {
    interface File {
      readonly id: string
      readonly size: string
    }
    interface DriveApi extends GoogleApi {
      readonly files: Readonly<Record<'create' | 'update' | 'get' | 'export', Call<File>>>
    }
    const drive = async () =>
      (await discover(`${server.url}/discovery/v1/apis/drive/v3/rest`)) as DriveApi

    test('a message and media, then the media alone', async () => {
      const { files } = await drive()
      const sent = { mimeType: 'image/png', body: body() }
      const { data: file } = await files.create({ requestBody: { name: 'a.png' }, media: sent })
      expect(file).toMatchObject({ name: 'a.png', mimeType: 'image/png', size: '3000001' })
      const { data } = await files.get({ fileId: file.id, alt: 'media' })
      const blob = data as unknown as Blob
      expect(blob.type).toBe('image/png')
      expect(Buffer.from(await blob.arrayBuffer()).equals(bytes)).toBe(true)
    })

    test('media without a message, and over what is there', async () => {
      const { files } = await drive()
      const { data: file } = await files.create({ media: { mimeType: 'a/b', body: body() } })
      const { data } = await files.update({ fileId: file.id, media: { body: 'text' } })
      expect(data).toMatchObject({ id: file.id, size: '4', mimeType: 'text/plain' })
      expect((await files.get({ fileId: file.id })).data).toMatchObject({ size: '4' })
    })

    test('what has no resource', async () => {
      const { files } = await drive()
      expect((await files.export({ fileId: 'x', mimeType: 'text/plain' })).data).toBe(
        'x as text/plain',
      )
    })
  })

  describe('@google-cloud/storage', () => {
    let bucket: Bucket

    beforeAll(async () => {
      const storage = new Storage({ apiEndpoint: server.url, projectId: 'p' })
      ;[bucket] = await storage.createBucket('b')
    })

    test.each([
      ['in one resumable piece', { resumable: true }],
      ['in resumable pieces', { resumable: true, chunkSize: 2 ** 20 }],
      ['in one request', { resumable: false }],
    ])('an object %s, and back', async (_, options) => {
      const file = bucket.file('static/resources/a (a4).pdf')
      await file.save(bytes, { ...options, contentType: 'application/pdf' })
      const [metadata] = await file.getMetadata()
      expect(metadata).toMatchObject({ contentType: 'application/pdf', size: '3000001' })
      const [whole] = await file.download() // it compares the checksums
      expect(whole.equals(bytes)).toBe(true)
      const [part] = await file.download({ start: 5, end: 9 })
      expect(part).toEqual(bytes.subarray(5, 10))
      await file.delete()
      await expect(file.download()).rejects.toMatchObject({ code: 404 })
    })

    test.each([{ resumable: true }, { resumable: false }])(
      'an empty object: %j',
      async (options) => {
        const file = bucket.file('empty')
        await file.save('', options)
        expect((await file.download())[0]).toHaveLength(0)
      },
    )
  })

  describe('@google-cloud/storage where STORAGE_EMULATOR_HOST is set', () => {
    let storage: Storage

    beforeAll(() => {
      vi.stubEnv('STORAGE_EMULATOR_HOST', server.url)
      storage = new Storage({ projectId: 'p' })
      return () => vi.unstubAllEnvs()
    })

    test('a bucket that is made is there', async () => {
      const bucket = storage.bucket('short')
      expect(await bucket.exists()).toEqual([false])
      await storage.createBucket('short')
      expect(await bucket.exists()).toEqual([true])
    })

    test.each([{ resumable: true }, { resumable: false }])(
      'an object goes there and back, and is public: %j',
      async (options) => {
        const [bucket] = await storage.createBucket('shorter')
        const file = bucket.file('a folder/ä+b.png')
        expect(await file.exists()).toEqual([false])
        await file.save(bytes, { ...options, contentType: 'image/png' })
        expect(await file.exists()).toEqual([true])
        expect((await file.download())[0].equals(bytes)).toBe(true)
        for (const path of ['a folder/ä+b.png', encodeURIComponent(file.name)]) {
          const answer = await fetch(`${server.url}/shorter/${path}`)
          expect(answer.headers.get('content-type')).toBe('image/png')
          expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
        }
        await file.delete()
        expect(await file.exists()).toEqual([false])
        expect((await fetch(`${server.url}/shorter/a`)).status).toBe(404)
      },
    )

    test('a shorter path of a method that takes media takes it under /upload/ as well', async () => {
      const url = `${server.url}/upload/b/shorter/o?uploadType=media&name=direct`
      const headers = { 'content-type': 'text/plain' }
      const sent = await fetch(url, { method: 'POST', headers, body: 'abc' })
      expect(await sent.json()).toMatchObject({ bucket: 'shorter', name: 'direct', size: '3' })
      expect(await (await fetch(`${server.url}/shorter/direct`)).text()).toBe('abc')
    })
  })

  test('nothing but answers is left', async () => {
    for (const id of await readdir(folder.uploads))
      expect(await readdir(`${folder.uploads}/${id}`)).toEqual(['answer.json', 'start.json'])
  })
})
