// What an upload in several requests is refused at its start, before a byte was sent.
import { expect, test } from 'vitest'
import { notFound } from '../../../src/errors.ts'
import { Clock } from '../../../src/clock.ts'
import { Engine } from '../../../src/resources/engine.ts'
import { engineFallback } from '../../../src/resources/fallback.ts'
import { documentOf, methodsOf, serverOf } from '../../helpers/server.ts'
import { UploadFolder } from '../../../src/http/upload/folder.ts'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const string = { type: 'string' } as const
const path = { ...string, location: 'path', required: true } as const
const document = documentOf({
  name: 'store',
  schemas: {
    Shelf: { id: 'Shelf', type: 'object', properties: { name: string } },
    Item: { id: 'Item', type: 'object', properties: { name: string } },
  },
  methods: methodsOf('store', {
    'shelves.get': {
      path: 'v1/shelves/{shelf}',
      parameters: { shelf: path },
      response: { $ref: 'Shelf' },
    },
    'shelves.insert': {
      path: 'v1/shelves',
      httpMethod: 'POST',
      request: { $ref: 'Shelf' },
      response: { $ref: 'Shelf' },
    },
    'items.get': {
      path: 'v1/shelves/{shelf}/items/{item}',
      parameters: { shelf: path, item: path },
      response: { $ref: 'Item' },
    },
    'items.insert': {
      path: 'v1/shelves/{shelf}/items',
      httpMethod: 'POST',
      parameters: { shelf: path },
      request: { $ref: 'Item' },
      response: { $ref: 'Item' },
      mediaUpload: {
        accept: ['*/*'],
        protocols: { resumable: { path: '/resumable/upload/v1/shelves/{shelf}/items' } },
      },
    },
  }),
})

async function withUploads(
  work: (uploads: UploadFolder, list: () => Promise<string[]>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'starts-'))
  try {
    await work(new UploadFolder(folder, Date.now), () => readdir(folder))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const START = '/resumable/upload/v1/shelves/a/items?uploadType=resumable'

test('an item for a shelf that is not there is a 404 when its upload begins', () =>
  withUploads(async (uploads, list) => {
    const engine = new Engine({ clock: new Clock(), seed: 'test' })
    const server = serverOf([{ document }], { uploads, fallback: engineFallback(engine) })
    expect((await server.post(START, { name: 'i' })).status).toBe(404)
    expect(await list()).toEqual([])
    await server.post('/v1/shelves', { name: 'a' })
    expect((await server.post(START, { name: 'i' })).status).toBe(200)
    expect((await server.request('/v1/shelves/a/items/i')).status).toBe(404) // nothing is kept yet
  }))

test('a module says by uploadStarts what is refused at the start', () =>
  withUploads(async (uploads) => {
    const module = {
      handlers: { 'store.items.insert': () => ({}) },
      uploadStarts: {
        'store.items.insert': ({ params }: { params: object }) => {
          if ((params as { shelf: string }).shelf === 'a') throw notFound('There is no shelf a.')
        },
      },
    }
    const server = serverOf([{ document, ...module }], { uploads })
    const { status, json } = await server.post(START, {})
    expect([status, json.error.message]).toEqual([404, 'There is no shelf a.'])
    expect((await server.post(START.replace('/a/', '/b/'), {})).status).toBe(200)
  }))
