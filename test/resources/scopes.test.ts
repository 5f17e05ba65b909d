// Resources in zones, in regions and in the whole, as Compute Engine has them.
import { expect, test } from 'vitest'
import { apiWith, listOf, text } from './documents.ts'
import { statefulServer } from './library.ts'

const Map = ($ref: string) => ({ type: 'object', additionalProperties: { $ref } }) as const

const disk = (place: string) =>
  ({
    insert: [`POST projects/{project}/${place}/disks`, { request: 'Disk', response: 'Disk' }],
    get: [`GET projects/{project}/${place}/disks/{disk}`, { response: 'Disk' }],
  }) as const

const zonal = disk('zones/{zone}')
const regional = disk('regions/{region}')

const document = apiWith(
  {
    Tags: { items: { type: 'array', items: text }, fingerprint: text },
    Disk: { name: text, sizeGb: text, tags: { $ref: 'Tags' } },
    DisksScopedList: { warning: text, disks: listOf('Disk') },
    DiskAggregatedList: {
      kind: { ...text, default: 'library#diskAggregatedList' },
      id: text,
      items: Map('DisksScopedList'),
      nextPageToken: text,
    },
  },
  {
    'disks.insert': zonal.insert,
    'disks.get': zonal.get,
    'disks.setTags': [
      'POST projects/{project}/zones/{zone}/disks/{disk}/setTags',
      { request: 'Tags', response: 'Disk' },
    ],
    'regionDisks.insert': regional.insert,
    'regionDisks.get': regional.get,
    'disks.aggregatedList': [
      'GET projects/{project}/aggregated/disks',
      { response: 'DiskAggregatedList', query: ['filter', 'pageToken', 'maxResults'] },
    ],
  },
)

async function withDisks() {
  const server = statefulServer(document)
  for (const [place, name] of [
    ['zones/a', 'one'],
    ['regions/r', 'two'],
    ['zones/a', 'three'],
  ])
    await server.ask(`POST /projects/p/${place}/disks`, { name })
  await server.ask('POST /projects/other/zones/a/disks', { name: 'four' })
  return server
}

test('all of a project are listed by where they are, in pages and by a filter', async () => {
  const server = await withDisks()
  const listed = async (query: string) =>
    (await server.ask(`GET /projects/p/aggregated/disks?${query}`)).json
  expect(await listed('')).toEqual({
    kind: 'library#diskAggregatedList',
    id: 'projects/p/aggregated/disks',
    items: {
      'zones/a': { disks: [{ name: 'one' }, { name: 'three' }] },
      'regions/r': { disks: [{ name: 'two' }] },
    },
  })
  const first = await listed('maxResults=2')
  const rest = await listed(`maxResults=2&pageToken=${first.nextPageToken}`)
  expect(rest.items).toEqual({ 'zones/a': { disks: [{ name: 'three' }] } })
  expect((await listed('filter=name=two')).items).toEqual({
    'regions/r': { disks: [{ name: 'two' }] },
  })
})

test('a verb that sets a field takes the whole of it', async () => {
  const server = await withDisks()
  await server.ask('POST /projects/p/zones/a/disks/one/setTags', { items: ['web'] })
  const { json } = await server.ask('GET /projects/p/zones/a/disks/one')
  expect(json).toEqual({ name: 'one', tags: { items: ['web'] } })
})
