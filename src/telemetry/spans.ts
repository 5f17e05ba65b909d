// A span for every call, sent to a collector of OpenTelemetry. The SDK is loaded only where a collector is named; it is an
// optional dependency, which users install.
import type { CallWatch, EndedCall } from '../call/watch.ts'
import { forkOf } from '../api/fork.ts'

/** Sends what calls were. */
export interface Spans extends AsyncDisposable {
  ended(call: EndedCall): void
}

/**
 * `endpoint`: of the collector, as OTEL_EXPORTER_OTLP_ENDPOINT has it: spans go to its `/v1/traces`. Rejects with an Error of one
 * sentence where the SDK is not installed.
 */
export async function openSpans(endpoint: string): Promise<Spans> {
  const { trace, propagation, tracerOf, shutdown } = await tracing(endpoint)
  const tracer = tracerOf('discovery-emulator')
  return {
    ended(call) {
      const { request, http, error } = call
      const { bound, context } = request
      const { id } = bound.outline
      const now = Date.now()
      const parent = propagation.extract(context)
      const span = tracer.startSpan(
        id,
        {
          kind: trace.server,
          startTime: now - (performance.now() - call.begun),
          attributes: attributesOf(call),
        },
        parent,
      )
      if (error !== undefined && error.code >= 500)
        span.setStatus({ code: trace.failed, message: error.message })
      if (http !== undefined) span.setAttribute('url.path', http.target.split('?')[0]!)
      span.end(now)
    },
    [Symbol.asyncDispose]: shutdown,
  }
}

/** Names as the conventions of OpenTelemetry have them: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
function attributesOf({ request, http, error }: EndedCall): Record<string, string | number> {
  const { bound, context } = request
  const { service, outline, behavior } = bound
  const fork = forkOf(context)
  return {
    'rpc.system': http === undefined ? 'grpc' : 'http',
    'rpc.service': service.id,
    'rpc.method': outline.id,
    'emulator.origin': behavior?.origin ?? 'none',
    ...(fork !== '' && { 'emulator.fork': fork }),
    ...(http && {
      'http.request.method': http.method,
      'http.response.status_code': http.status,
    }),
    ...(error && { 'error.type': error.status }),
  }
}

async function tracing(endpoint: string) {
  const [api, sdk, exporter, resources, core] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/core'),
  ]).catch((error: Error) => {
    throw new Error(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, and the SDK of OpenTelemetry cannot be loaded: ${error.message.split('\n')[0]}. Install @opentelemetry/api, sdk-trace, exporter-trace-otlp-http, resources and core.`,
    )
  })
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  const provider = new sdk.TracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'discovery-emulator' })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: new exporter.OTLPTraceExporter({ url }) }),
    ],
  })
  const propagator = new core.W3CTraceContextPropagator()
  return {
    trace: { server: api.SpanKind.SERVER, failed: api.SpanStatusCode.ERROR },
    propagation: {
      /** The span of the client, if it sends one. */
      extract: (context: { header(name: string): string | undefined }) =>
        propagator.extract(api.ROOT_CONTEXT, context, {
          get: (from, name) => from.header(name),
          keys: () => [],
        }),
    },
    tracerOf: (name: string) => provider.getTracer(name),
    shutdown: () => provider.shutdown(),
  }
}

/** The watch, and the spans of what it watches. */
export const withSpans = (watch: CallWatch, spans: Spans): CallWatch => ({
  arrived: (request) => watch.arrived(request),
  uploading: (call, received) => watch.uploading(call, received),
  ended(call) {
    watch.ended(call)
    spans.ended(call)
  },
})
