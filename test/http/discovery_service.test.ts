// The discovery service: the list of APIs, and documents with addresses that work from where the client is.
import { describe, expect, test } from 'vitest'
import type { RestDescription } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, serverOf, type TestApi } from '../helpers/server.ts'

function api(name: string, version: string, parts: Partial<RestDescription> = {}): TestApi {
  return {
    document: documentOf({ name, version, rootUrl: `https://${name}.googleapis.com/`, ...parts }),
  }
}
const apis = [
  api('alpha', 'v1', {
    title: 'Alpha API',
    description: 'The first.',
    icons: { x16: 'https://x/16.png' },
    documentationLink: 'https://x/alpha',
    servicePath: 'alpha/v1/',
    baseUrl: 'https://alpha.googleapis.com/alpha/v1/',
    basePath: '/alpha/v1/',
    mtlsRootUrl: 'https://alpha.mtls.googleapis.com/',
  }),
  api('alpha', 'v2beta1'),
  api('alpha', 'v1.1', { rootUrl: 'https://www.googleapis.com/' }),
  api('beta', 'v1alpha1'),
  api('beta', 'v1beta10', { rootUrl: 'https://www.googleapis.com/' }),
  api('beta', 'v1beta9'),
]
const server = serverOf(apis)
const get = (path: string, host = 'localhost:5052', from = server) =>
  from.request(path, { headers: { host } })
const idsOf = async (search: string) =>
  (await get(`/discovery/v1/apis${search}`)).json.items.map(({ id }: { id: string }) => id)

describe('the list of APIs', () => {
  test('says of each what Google says', async () => {
    const { json, headers } = await get('/discovery/v1/apis')
    expect(headers.get('x-emulator-method')).toBe('discovery.apis.list')
    expect(json).toMatchObject({ kind: 'discovery#directoryList', discoveryVersion: 'v1' })
    expect(json.items[0]).toEqual({
      kind: 'discovery#directoryItem',
      id: 'alpha:v1',
      name: 'alpha',
      version: 'v1',
      title: 'Alpha API',
      description: 'The first.',
      discoveryRestUrl: 'http://localhost:5052/discovery/v1/apis/alpha/v1/rest',
      discoveryLink: './apis/alpha/v1/rest',
      icons: { x16: 'https://x/16.png' },
      documentationLink: 'https://x/alpha',
      preferred: false,
    })
  })

  test.each([
    [
      '',
      ['alpha:v1', 'alpha:v2beta1', 'alpha:v1.1', 'beta:v1alpha1', 'beta:v1beta10', 'beta:v1beta9'],
    ],
    ['?name=beta', ['beta:v1alpha1', 'beta:v1beta10', 'beta:v1beta9']],
    ['?name=nope', []],
    [
      '?name=',
      ['alpha:v1', 'alpha:v2beta1', 'alpha:v1.1', 'beta:v1alpha1', 'beta:v1beta10', 'beta:v1beta9'],
    ],
    ['?preferred=true', ['alpha:v1.1', 'beta:v1beta10']],
    ['?preferred=false&name=beta', ['beta:v1alpha1', 'beta:v1beta10', 'beta:v1beta9']],
    ['?preferred=true&name=alpha', ['alpha:v1.1']],
  ])('with %j has %j', async (search, ids) => {
    expect(await idsOf(search)).toEqual(ids)
  })
})

const addressesIn = async (path: string, host?: string, from?: typeof server) => {
  const { json } = await get(path, host, from)
  return [json.rootUrl, json.baseUrl, json.basePath, json.mtlsRootUrl, json.servicePath]
}
const prefixed = [
  'http://localhost:5052/alpha.googleapis.com/',
  'http://localhost:5052/alpha.googleapis.com/alpha/v1/',
  '/alpha.googleapis.com/alpha/v1/',
  'http://localhost:5052/alpha.googleapis.com/',
  'alpha/v1/',
]

describe('a document', () => {
  test.each([
    '/discovery/v1/apis/alpha/v1/rest',
    '/api/alpha/v1',
    '/discovery/v1/apis/alpha/v1/rest?key=x&alt=json',
    '/alpha.googleapis.com/$discovery/rest?version=v1',
    '/alpha.googleapis.com/discovery/v1/apis/alpha/v1/rest',
  ])('has the address that the client used: %s', async (path) => {
    expect(await addressesIn(path)).toEqual(prefixed)
  })

  test('has the host, if the client asks by that', async () => {
    for (const path of ['/$discovery/rest?version=v1', '/discovery/v1/apis/alpha/v1/rest'])
      expect(await addressesIn(path, 'alpha.googleapis.com:5052')).toEqual([
        'http://alpha.googleapis.com:5052/',
        'http://alpha.googleapis.com:5052/alpha/v1/',
        '/alpha/v1/',
        'http://alpha.googleapis.com:5052/',
        'alpha/v1/',
      ])
  })

  test('has its own host, if the client asks by that of another API', async () => {
    const path = '/discovery/v1/apis/alpha/v1/rest'
    expect((await addressesIn(path, 'www.googleapis.com:5052'))[0]).toBe(
      'http://alpha.googleapis.com:5052/',
    )
  })

  test('has the address that is advertised', async () => {
    const some = serverOf(apis, { advertised: '10.0.0.1:80' })
    for (const host of ['localhost:5052', 'alpha.googleapis.com'])
      expect((await addressesIn('/discovery/v1/apis/alpha/v1/rest', host, some))[0]).toBe(
        'http://10.0.0.1:80/alpha.googleapis.com/',
      )
  })

  test('has no host in its path, if its rootUrl is this machine', async () => {
    const local = api('mine', 'v1', {
      rootUrl: 'http://localhost:8080/_ah/api/',
      servicePath: 'x/',
    })
    const { json } = await get('/api/mine/v1', '127.0.0.1:1', serverOf([local]))
    expect(json.rootUrl).toBe('http://127.0.0.1:1/_ah/api/')
  })

  test.each([
    ['https://a.googleapis.com/', 'localhost:5052'],
    ['https://a.googleapis.com/', '[::1]:5052'],
    ['https://a.googleapis.com/', 'a.googleapis.com'],
    ['https://a.googleapis.com/p/', 'localhost:5052'],
    ['https://a.googleapis.com/p/', 'A.googleapis.com:80'],
    ['http://localhost:8080/q/', '127.0.0.1:5052'],
  ])('leads the client back to the methods of %s by %s', async (rootUrl, host) => {
    const methods = methodsOf('a', { get: { path: 'things/{x}' } })
    const some = serverOf([api('a', 'v1', { rootUrl, methods, servicePath: 'v1/' })])
    const { json } = await get('/discovery/v1/apis/a/v1/rest', host, some)
    const url = new URL(`${json.rootUrl}${json.servicePath}things/1`)
    const answer = await get(url.pathname, url.host, some)
    expect(answer.headers.get('x-emulator-method')).toBe('a.get')
  })

  test('is else the same to the byte', async () => {
    const text =
      '{ "name":"x",\t"version":"v1","n":1.0,\n"rootUrl": "https:\\/\\/x.googleapis.com/", "servicePath":"" }\n'
    const { text: served } = await get(
      '/api/x/v1',
      'localhost',
      serverOf([{ document: JSON.parse(text), text }]),
    )
    expect(served).toBe(text.replace(/"https:.*?"/, '"http://localhost/x.googleapis.com/"'))
  })

  test('by host and no version is the preferred one there', async () => {
    const { json } = await get('/alpha.googleapis.com/$discovery/rest')
    expect(json.version).toBe('v1')
  })

  test.each([
    [
      '/discovery/v1/apis/alpha/v9/rest',
      404,
      /^No API alpha v9 is served here\. Served: alpha:v1, /,
    ],
    ['/discovery/v1/apis/__proto__/constructor/rest', 404, /^No API __proto__ constructor/],
    ['/api/alpha/v9', 404, /^No method of the served APIs has the path GET \/api\/alpha\/v9\. /],
    [
      '/alpha.googleapis.com/$discovery/rest?version=v9',
      404,
      /^alpha\.googleapis\.com has no version v9\. Served there: alpha:v1, alpha:v2beta1\.$/,
    ],
    ['/$discovery/rest?version=v1', 400, /^\$discovery\/rest needs an API's host/],
  ])('that is not served: %s', async (path, status, message) => {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(answer.json.error.message).toMatch(message)
  })

  test('hides no API whose paths look like those of documents', async () => {
    const methods = methodsOf('a', { get: { path: 'api/v1/things' } })
    const { headers } = await get(
      '/api/v1/things',
      'localhost',
      serverOf([api('a', 'v1', { methods })]),
    )
    expect(headers.get('x-emulator-method')).toBe('a.get')
  })
})

test('the server says that it is well', async () => {
  const { status, json, headers } = await get('/_emulator/health')
  expect([status, json.status, json.apis.length]).toEqual([200, 'ok', 6])
  expect(headers.get('x-emulator-method')).toBeNull()
})
