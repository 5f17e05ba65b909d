// Calls as rpcs: descriptors are read, and each call finds what answers it. What an rpc is is worked out on its first call.
import type { DescMethod } from '@bufbuild/protobuf'
import { isStream, stateOf } from '../call/invoke.ts'
import type { Log } from '../log.ts'
import { methodAnswerer, RpcContext, type Answer, type CallOptions } from './call.ts'
import { codecOf, type Codec } from './codec.ts'
import { loadDescriptors } from './descriptors/load.ts'
import { ownRpcs, type OwnRpc } from './own_rpcs.ts'
import { rpcFinder } from './rpc_table.ts'
import { asRpcError } from './status.ts'
import type { RpcCall } from './wire/rpc_call.ts'
import { RpcError } from './wire/rpc_error.ts'

export interface ServeOptions extends CallOptions {
  /** Folder of the documents, and of the descriptors beside them. */
  readonly folder: string
  /** Folders in which sources find their imports. */
  readonly protoPath: readonly string[]
  readonly log: Log
  /** Bytes of a request message. */
  readonly messageLimit: number
  readonly warn: (sentence: string) => void
}

/** Ends the call, whatever happens. */
export type AnswerRpc = (call: RpcCall) => Promise<void>

export async function serveRpcs(options: ServeOptions): Promise<AnswerRpc> {
  const { folder, services, warn, protoPath } = options
  const descriptors = await loadDescriptors(folder, warn, protoPath)
  const { registry } = descriptors
  const own = ownRpcs(services, registry, warn)
  const find = rpcFinder(descriptors, services)
  const answers = new Map<string, AnswerRpc>()
  const answererOf = (path: string): AnswerRpc => {
    const rpc = find(path)
    if (rpc === undefined) throw unknownRpc(path)
    const codec = codecOf(rpc.method, registry)
    const handler = own.get(path)
    if (handler !== undefined) return byHandler(rpc.method, codec, handler, options)
    const answer = methodAnswerer(rpc, options)
    return async (call) =>
      sendAnswer(await answerOne(answer, codec, call, options), rpc.method, codec, call)
  }
  return async (call) => {
    const start = performance.now()
    call.onEnd = (error) => writeLog(call, error, start, options.log)
    try {
      call.begin()
      const path = call.path.slice(1)
      let answer = answers.get(path)
      if (answer === undefined) answers.set(path, (answer = answererOf(path)))
      await answer(call)
    } catch (error) {
      call.fail(asRpcError(error, registry))
    }
  }
}

const unknownRpc = (path: string): RpcError =>
  new RpcError(
    'UNIMPLEMENTED',
    `${path} is not served: no descriptors beside the documents have this rpc.`,
  )

async function answerOne(
  answer: Answer,
  codec: Codec,
  call: RpcCall,
  { timeout }: ServeOptions,
): Promise<unknown> {
  return answer(codec.read(await call.onlyMessage(timeout * 1000)), call)
}

/** Messages that a handler of its own takes, be they one or many. */
function byHandler(
  method: DescMethod,
  codec: Codec,
  { handler, service }: OwnRpc,
  options: ServeOptions,
): AnswerRpc {
  const { methodKind } = method
  const isOne = methodKind === 'unary' || methodKind === 'server_streaming'
  return async (call) => {
    const requests = isOne
      ? one(codec.read(await call.onlyMessage(options.timeout * 1000)))
      : read(call, codec)
    const context = new RpcContext(call, options)
    if (service !== undefined) options.access?.admitRpc(service, call.path.slice(1), context)
    const state = service && (await stateOf(service, context.fork, options))
    const answer = handler(requests, context, state)
    await sendAnswer(await answer, method, codec, call)
  }
}

async function* one<T>(message: T): AsyncGenerator<T> {
  yield message
}

async function* read(call: RpcCall, codec: Codec) {
  for await (const bytes of call.messages()) yield codec.read(bytes)
}

async function sendAnswer(
  answer: unknown,
  { methodKind, parent, name }: DescMethod,
  codec: Codec,
  call: RpcCall,
): Promise<void> {
  if (methodKind === 'unary' || methodKind === 'client_streaming') {
    if (isStream(answer))
      throw new Error(`${parent.typeName}/${name} answers one message, and its handler several`)
    return call.answer(codec.write(answer))
  }
  if (isStream(answer)) await sendEach(answer, codec, call)
  else await call.send(codec.write(answer))
  call.finish()
}

/** Until the source ends or the client has gone: a source that waits for something is not waited for then. */
async function sendEach(
  answers: AsyncIterable<unknown>,
  codec: Codec,
  call: RpcCall,
): Promise<void> {
  const { signal } = call
  const gone = new Promise<undefined>((resolve) =>
    signal.aborted
      ? resolve(undefined)
      : signal.addEventListener('abort', () => resolve(undefined)),
  )
  const source = answers[Symbol.asyncIterator]()
  for (;;) {
    const next = source.next()
    const result = await Promise.race([next, gone])
    if (result === undefined) {
      // It may end by an error, which reaches no client; and only when it has stopped waiting.
      next.catch(() => {})
      source.return?.().catch(() => {})
      return
    }
    if (result.done) return
    await call.send(codec.write(result.value))
  }
}

/** The line of a call that has ended. */
function writeLog(call: RpcCall, error: RpcError | undefined, start: number, log: Log): void {
  const ms = Math.round((performance.now() - start) * 100) / 100
  const entry = { method: call.path.slice(1), http: 'gRPC', path: call.path, ms }
  if (error === undefined) return log.request({ ...entry, status: 0 })
  const { code: status, message: reason, cause } = error
  const fault = cause instanceof Error ? { error: cause.stack! } : {}
  log.request({ ...entry, status, reason, ...fault })
}
