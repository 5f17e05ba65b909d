// Spans of calls, as a collector of OpenTelemetry gets them.
import { json } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openEmulator } from '../../src/emulator.ts'
import { settings } from '../../src/config/settings.ts'
import { silentLog } from '../../src/log.ts'
import { defaultsOf } from '../../src/setting.ts'
import { note, send, testApis } from '../control/helpers.ts'
import { serving } from '../helpers/serving.ts'

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[]
  }[]
}

interface Span {
  readonly name: string
  readonly traceId: string
  readonly parentSpanId?: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status: { readonly code?: number }
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

test('every call is a span, in the trace of its client', async () => {
  const got: Exported[] = []
  await using collector = await serving(async (request, response) => {
    got.push((await json(request)) as Exported)
    response.end('{}')
  })
  const emulator = await openEmulator(
    {
      ...defaultsOf(settings),
      bind: '127.0.0.1:0',
      store_url: 'memory:',
      keys_dir: '',
      cache_dir: '',
      api_data: testApis(),
      otel_endpoint: collector.url,
      ofModules: {},
    },
    { warn: () => {}, log: silentLog },
  )
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await note(emulator, 'a', { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
  await send(emulator, 'GET v1/projects/p/notes/none')
  await send(emulator, 'GET v1/projects/p/notes', { headers: { 'X-Emulator-Fault': 'status=503' } })
  // What is not sent yet is sent when the server ends.
  await emulator.stop()
  const spans = got.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  )
  expect(spans.map(({ name, status }) => [name, status.code ?? 0])).toEqual([
    ['notes.projects.notes.create', 0],
    ['notes.projects.notes.get', 0],
    ['notes.projects.notes.list', 2],
  ])
  expect(spans[0]).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' })
  expect(BigInt(spans[0]!.endTimeUnixNano)).toBeGreaterThanOrEqual(
    BigInt(spans[0]!.startTimeUnixNano),
  )
  expect(valuesOf(spans[1]!.attributes)).toMatchObject({
    'rpc.service': 'notes:v1',
    'http.request.method': 'GET',
    'http.response.status_code': 404,
    'emulator.origin': 'stateful',
    'error.type': 'NOT_FOUND',
    'url.path': '/v1/projects/p/notes/none',
  })
  expect(valuesOf(got[0]!.resourceSpans[0]!.resource.attributes)).toMatchObject({
    'service.name': 'discovery-emulator',
  })
})
