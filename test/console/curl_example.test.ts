// Examples of calls: the server takes them, and so does a shell.
import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../src/discovery/schema/pattern.ts'
import { silentLog } from '../../src/log.ts'
import { createApp } from '../../src/http/app.ts'
import { loadServices } from '../../src/api/states.ts'
import { curlLine, exampleCall } from '../../src/console/curl_example.ts'
import { exampleScalar, exampleText } from '../../src/console/example_value.ts'
import { patternSample } from '../../src/console/pattern_sample.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { nowhere } from '../helpers/server.ts'

test.each([
  ['projectId', { type: 'string' }, 'test_project'],
  ['userKey', { type: 'string' }, 'my-user-key'],
  ['<script>', { type: 'string' }, 'my-script'],
  [
    'name',
    { pattern: '^projects/[^/]+/locations/[^/]+/queues/[^/]+$' },
    'projects/test_project/locations/us-central1/queues/my-queue',
  ],
  ['parent', { pattern: '^[^/]+/[^/]+$' }, 'parents/my-parent'],
  ['name', { pattern: '^operations/.*$' }, 'operations/my-operation'],
  ['project', { pattern: '^[^/]+$' }, 'test_project'],
  ['webPropertyId', { pattern: String.raw`UA-(\d+)-(\d+)` }, 'UA-1-1'],
  ['url', { pattern: '(?i)(url:|origin:)?http(s)?://.*' }, 'https://example.com/'],
  ['name', { pattern: '(?=x)y' }, 'my-name'],
  ['name', { pattern: '[[:alpha:]]{3}' }, 'my-name'],
  ['name', { pattern: 'a{2000}' }, 'my-name'],
  ['view', { enum: ['VIEW_UNSPECIFIED', 'BASIC'] }, 'BASIC'],
  ['leaseSecs', { type: 'integer', format: 'int32' }, '60'],
  ['startDate', { type: 'integer', minimum: '20091101' }, '20091101'],
  ['count', { type: 'integer', maximum: '0' }, '0'],
  ['payloadBase64', { type: 'string' }, 'aGVsbG8='],
  ['updateMask', { type: 'string', format: 'google-fieldmask' }, '*'],
] as const)('a value for %s %o is %s', (name, schema, value) => {
  expect(exampleText(name, schema)).toBe(value)
})

test('a value in a body has the type that its schema names', () => {
  expect(exampleScalar('on', { type: 'boolean' })).toBe(true)
  expect(exampleScalar('size', { type: 'integer' })).toBe(1)
  expect(exampleScalar('size', { type: 'string', format: 'int64' })).toBe('1')
})

test.each([
  'abc',
  'a|b|c',
  '(ab){2}c?',
  '[0-9]{4}-[0-9]{2}',
  '[^a]',
  String.raw`\w+\.\w{3}`,
  '(?:x|y)+z*',
  '(?P<year>20[0-9]{2})',
  '.{22}',
  '[]a]',
  'ga:.+',
  '[a-z][-a-z0-9]{3,}',
])('the sample for %s matches', (pattern) => {
  const sample = patternSample(pattern, () => 'word')
  expect(compilePattern(pattern).matches(sample!)).toBe(true)
})

test('a pattern made to hurt does not', () => {
  const hostile = ['('.repeat(400), '('.repeat(100_000), 'a{999999999}{999999999}', '[', '\\']
  for (const pattern of hostile)
    expect((patternSample(pattern, () => 'word') ?? '').length).toBeLessThan(1000)
})

test('a quote in a call stays in its word', () => {
  const call = { httpMethod: 'POST', url: "http://localhost/it's", body: `{"a":"'"}` }
  expect(curlLine(call)).toBe(
    String.raw`curl -X POST 'http://localhost/it'\''s' -H 'content-type: application/json' -d '{"a":"'\''"}'`,
  )
})

describe.skipIf(corpusDirectory === undefined)(
  'the examples of all documents of the corpus',
  () => {
    test('are taken by the method they are for', { timeout: 120_000 }, async () => {
      const services = await loadServices(corpusDirectory!)
      const app = createApp(services, {
        log: silentLog,
        allowedHosts: [],
        allowedOrigins: [],
        advertised: undefined,
        bodyLimit: 1e6,
        uploads: nowhere,
        timeout: 10,
        validateResponses: false,
      })
      const refused: string[] = []
      for (const bound of services.flatMap(({ methods }) => methods)) {
        const { rootHost, document } = bound.service
        const root = `http://localhost/${rootHost}${new URL(document.rootUrl).pathname}`
        const { httpMethod, url, body } = exampleCall(bound, root)
        const response = await app.request(url, {
          method: httpMethod,
          headers: { host: 'localhost', 'content-type': 'application/json' },
          ...(body !== undefined && { body }),
        })
        const answered = `${response.status} ${response.headers.get('x-emulator-method')}`
        if (answered !== `501 ${bound.method.id}`) refused.push(`${bound.method.id}: ${answered}`)
      }
      expect(refused).toEqual([
        // The server answers these two itself; "my-api" is none that it serves.
        'discovery.apis.getRest: 404 null',
        'discovery.apis.list: 200 discovery.apis.list',
        // A document and a list of documents have the same path: the name alone tells nothing.
        'firestore.projects.databases.documents.list: 501 firestore.projects.databases.documents.get',
      ])
    })
  },
)
