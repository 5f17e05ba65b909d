// Which API a request is addressed to, and which hosts are answered at all.
import { describe, expect, test } from 'vitest'
import type { RestDescription } from '../../../src/discovery/document.ts'
import { documentOf, methodsOf, serverOf, type TestApi } from '../../helpers/server.ts'
import { isOverSocket } from '../../helpers/transport.ts'

function api(name: string, parts: Partial<RestDescription> = {}): TestApi {
  const methods = methodsOf(name, { get: { path: 'v1/things/{x}' } })
  return {
    document: documentOf({ name, rootUrl: `https://${name}.googleapis.com/`, methods, ...parts }),
  }
}

const answering: TestApi['handlers'] = { 'alpha.get': () => ({}) }
const withMtls = {
  mtlsRootUrl: 'https://alpha.mtls.googleapis.com/',
  endpoints: [
    { location: 'eu', endpointUrl: 'https://alpha.eu.rep.googleapis.com/' },
    { endpointUrl: 'not a url' },
    {},
  ],
}
const server = serverOf([api('alpha', withMtls), api('beta')])
const ask = async (path: string, host: string, from = server) => {
  const { status, headers } = await from.request(path, { headers: { host } })
  return headers.get('x-emulator-method') ?? status
}

describe('a request is for the API', () => {
  test.each([
    ['of its Host header', '/v1/things/1', 'alpha.googleapis.com', 'alpha.get'],
    ['of its Host header with a port', '/v1/things/1', 'beta.googleapis.com:5052', 'beta.get'],
    ['of its Host header in any case', '/v1/things/1', 'ALPHA.GoogleAPIs.com', 'alpha.get'],
    ['of its Host header as a full name', '/v1/things/1', 'alpha.googleapis.com.:80', 'alpha.get'],
    ['of its mtls host', '/v1/things/1', 'alpha.mtls.googleapis.com', 'alpha.get'],
    ['of its regional host', '/v1/things/1', 'alpha.eu.rep.googleapis.com', 'alpha.get'],
    [
      'of the host its path begins with',
      '/beta.googleapis.com/v1/things/1',
      'localhost',
      'beta.get',
    ],
    [
      'of a regional host its path begins with',
      '/alpha.eu.rep.googleapis.com/v1/things/1',
      '[::1]:5052',
      'alpha.get',
    ],
    ['of such a host in any case', '/Beta.GoogleApis.com/v1/things/1', '127.0.0.1:1', 'beta.get'],
    [
      'of no API, if its Host header names one and its path another',
      '/beta.googleapis.com/v1/things/1',
      'alpha.googleapis.com',
      404,
    ],
    ['of no API, if its path is only a host', '/beta.googleapis.com', 'localhost', 404],
    ['of no API, if the host comes later', '/x/beta.googleapis.com/v1/things/1', 'localhost', 404],
  ])('%s', async (_, path, host, expected) => {
    expect(await ask(path, host)).toBe(expected)
  })

  test.each([
    ['a regional host', 'us-central1-alpha.googleapis.com'],
    ['a zonal host', 'europe-west1-b-alpha.googleapis.com'],
    ['the host of several regions', 'eu-alpha.googleapis.com'],
    ['a regional endpoint', 'alpha.us-east1.rep.googleapis.com'],
    ['a host for client certificates', 'alpha.mtls.googleapis.com'],
    ['a regional one of these', 'us-east1-alpha.mtls.googleapis.com'],
    ['the host for pages', 'content-alpha.googleapis.com'],
    ['a regional one of these', 'content-us-central1-alpha.googleapis.com'],
  ])('whose host %s is a form of, as Host and in the path, listed or not', async (_, host) => {
    const unlisted = serverOf([api('alpha'), api('beta')])
    expect(await ask('/v1/things/1', host, unlisted)).toBe('alpha.get')
    expect(await ask(`/${host}/v1/things/1`, 'localhost', unlisted)).toBe('alpha.get')
  })

  test.each(['x-alpha.googleapis.com', 'alpha.x.rep.example.com', 'us-central1.googleapis.com'])(
    'of no API, at %s',
    async (host) => {
      expect(await ask('/v1/things/1', host)).toBe(403)
    },
  )

  test('whose own host is such a form of another', async () => {
    const apis = [api('alpha'), api('us-alpha'), api('content-alpha')]
    const hosts = ['us-alpha.googleapis.com', 'content-alpha.googleapis.com']
    for (const host of hosts)
      expect(await ask('/v1/things/1', host, serverOf(apis))).toBe(`${host.split('.')[0]}.get`)
  })

  test.each(['www.googleapis.com', 'content.googleapis.com', 'www.mtls.googleapis.com'])(
    'that has the path, at the common host %s',
    async (host) => {
      const old = serverOf([
        api('alpha', { servicePath: 'alpha/v1/' }),
        api('beta'),
        api('gamma'),
        api('www', { servicePath: 'www/' }),
      ])
      for (const at of [
        (path: string) => [path, host],
        (path: string) => [`/${host}${path}`, 'localhost'],
      ]) {
        const [alpha, www, tie] = ['/alpha/v1/v1/things/1', '/www/v1/things/1', '/v1/things/1'].map(
          (path) => at(path) as [string, string],
        )
        expect(await ask(...alpha!, old)).toBe('alpha.get')
        expect(await ask(...www!, old)).toBe('www.get')
        expect(await ask(...tie!, old)).toBe(400)
      }
    },
  )

  test.each(['/v1/things/1/', '/beta.googleapis.com/v1/things/1/', '/v1/things/1///'])(
    'with or without slashes at the end: %s',
    async (path) => {
      expect(
        await ask(
          path,
          'beta.googleapis.com'.repeat(path.startsWith('/v1') ? 1 : 0) || 'localhost',
        ),
      ).toBe('beta.get')
    },
  )

  test('that alone has the path', async () => {
    const only = serverOf([api('alpha'), api('beta', { servicePath: 'b/' })])
    expect(await ask('/v1/things/1', 'localhost', only)).toBe('alpha.get')
    expect(await ask('/b/v1/things/1', 'localhost', only)).toBe('beta.get')
  })

  test('that alone has a handler, where several have the path', async () => {
    const apis = [{ ...api('alpha'), handlers: answering }, api('beta')]
    expect(await ask('/v1/things/1', 'localhost', serverOf(apis))).toBe('alpha.get')
    expect(await ask('/v1/things/1', 'localhost', serverOf(apis.toReversed()))).toBe('alpha.get')
  })

  test('of none, where several have the path: they and their addresses are named', async () => {
    const apis = [api('beta'), api('alpha', { servicePath: '' }), api('gamma')]
    for (const some of [serverOf(apis), serverOf(apis.toReversed())]) {
      const { status, json, headers } = await some.request('/v1/things/1')
      expect(status).toBe(400)
      expect(headers.get('x-emulator-method')).toBeNull()
      expect(json.error).toMatchObject({
        status: 'FAILED_PRECONDITION',
        message:
          'Several APIs have this path: ' +
          'alpha.get (alpha:v1) at /alpha.googleapis.com/v1/things/{x}; ' +
          'beta.get (beta:v1) at /beta.googleapis.com/v1/things/{x}; ' +
          'gamma.get (gamma:v1) at /gamma.googleapis.com/v1/things/{x}. ' +
          "Put the API's host in front of the path as shown, or send it as the Host header.",
      })
    }
  })

  test('of any version, where one host has the same path in several', async () => {
    const versions = ['v1', 'v2', 'v3'].map((version) => api('alpha', { version }))
    const first = await serverOf(versions).request('/v1/things/1')
    const second = await serverOf(versions.toReversed()).request('/v1/things/1')
    expect(first.status).toBe(501)
    expect(second.text).toBe(first.text)
  })

  test('whose own host it is, though another lists that host among its endpoints', async () => {
    const greedy = api('zeta', { endpoints: [{ endpointUrl: 'https://alpha.googleapis.com/' }] })
    const apis = [api('alpha'), greedy]
    expect(await ask('/v1/things/1', 'alpha.googleapis.com', serverOf(apis))).toBe('alpha.get')
    const backwards = serverOf(apis.toReversed())
    expect(await ask('/v1/things/1', 'alpha.googleapis.com', backwards)).toBe('alpha.get')
  })

  test('of this machine, if its rootUrl says so', async () => {
    const local = serverOf([api('alpha', { rootUrl: 'http://localhost:8080/' }), api('beta')])
    expect(await ask('/beta.googleapis.com/v1/things/1', 'localhost:5052', local)).toBe('beta.get')
    const alone = serverOf([api('alpha', { rootUrl: 'http://localhost:8080/_ah/api/' })])
    expect(await ask('/_ah/api/v1/things/1', '127.0.0.1:5052', alone)).toBe('alpha.get')
  })
})

describe('a Host header', () => {
  /** Over a socket a request with one of these is not HTTP: sockets.test.ts. */
  const noHosts = ['a b.localhost', 'localhost/x']

  test.each([
    'localhost',
    'LOCALHOST:1',
    'a.b.localhost:5052',
    '127.0.0.1',
    '10.1.2.3:80',
    '[::1]:5052',
  ])('of this machine is answered: %s', async (host) => {
    expect(await ask('/beta.googleapis.com/v1/things/1', host)).toBe('beta.get')
  })

  test.each([
    'evil.example.com',
    'evil.example.com:5052',
    'localhost.evil.com',
    'xlocalhost',
    '',
    '1.2.3.4.5',
    ...(isOverSocket ? [] : noHosts),
    'alpha.googleapis.com.evil.com',
  ])('of somebody else is refused: %j', async (host) => {
    const { status, headers, json } = await server.request('/v1/things/1', { headers: { host } })
    expect(status).toBe(403)
    expect(headers.get('x-emulator-method')).toBeNull()
    expect(json.error.status).toBe('PERMISSION_DENIED')
  })

  test('is answered if it is configured or advertised', async () => {
    const options = { allowedHosts: ['my-box'], advertised: '10-0-0-1.example.com:5052' }
    const some = serverOf([api('alpha')], options)
    expect(await ask('/v1/things/1', 'my-box:5052', some)).toBe('alpha.get')
    expect(await ask('/v1/things/1', '10-0-0-1.example.com:5052', some)).toBe('alpha.get')
    expect(await ask('/v1/things/1', 'my-box2:5052', some)).toBe(403)
  })

  test('that is refused is named, and how to allow it', async () => {
    const { json } = await server.request('/', { headers: { host: 'evil.example.com:5052' } })
    expect(json.error.message).toBe(
      'Requests for the host "evil.example.com:5052" are refused: it is neither this machine nor a served API. Allow it with ALLOWED_HOSTS=evil.example.com.',
    )
    const other = await server.request('/', { headers: { host: 'dns.googleapis.com' } })
    expect([other.status, other.json.error.message]).toEqual([
      403,
      'No API of dns.googleapis.com is served here; add its document, most likely with "npm run add dns".',
    ])
  })
})
