// Every rpc of the descriptors by its path, with what answers it.
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf'
import {
  createConnectRouter,
  type ConnectRouterOptions,
  type HandlerContext,
  type ServiceImpl,
} from '@connectrpc/connect'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import { compressionGzip } from '@connectrpc/connect-node'
import { answerByHandler, answerRpc, type Answered, type RpcOptions } from './call.ts'
import type { Descriptors } from './descriptors/load.ts'
import type { Log } from '../log.ts'
import { ownRpcs, type OwnRpc } from './own_rpcs.ts'
import { rpcTable, type Rpc } from './rpc_table.ts'
import { asStatus } from './status.ts'

export interface RouterOptions extends Omit<RpcOptions, 'registry'> {
  readonly log: Log
  /** Bytes of a request message. */
  readonly messageLimit: number
  readonly warn: (sentence: string) => void
}

/** By path, `/package.Service/Method`. */
export function routerOf(
  descriptors: Descriptors,
  options: RouterOptions,
): ReadonlyMap<string, UniversalHandler> {
  const { registry } = descriptors
  const router = createConnectRouter(protocolOptions(options))
  const byService = Map.groupBy(
    rpcTable(descriptors, options.services),
    ({ method }) => method.parent,
  )
  const handlers = ownRpcs(options.services, registry, options.warn)
  for (const [service, rpcs] of byService) {
    const answers = rpcs.map((rpc) => [
      rpc.method.localName,
      implementationOf(rpc, handlers.get(pathOf(rpc.method)), { ...options, registry }),
    ])
    router.service(service, Object.fromEntries(answers) as ServiceImpl<DescService>)
  }
  return new Map(router.handlers.map((handler) => [handler.requestPath, handler]))
}

const protocolOptions = ({ messageLimit }: RouterOptions): ConnectRouterOptions => ({
  grpc: true,
  grpcWeb: false,
  connect: false,
  acceptCompression: [compressionGzip],
  readMaxBytes: messageLimit,
})

const pathOf = ({ parent, name }: DescMethod): string => `${parent.typeName}/${name}`

type Options = RouterOptions & RpcOptions

function implementationOf(rpc: Rpc, own: OwnRpc | undefined, options: Options) {
  const { methodKind } = rpc.method
  const answer = async (requests: AsyncIterable<Message>, context: HandlerContext) => {
    if (own === undefined) return answerRpc(rpc, await only(requests), context, options)
    const service = own.service ?? options.services[0]!
    const work = answerByHandler(rpc.method, requests, own.handler, service, context, options)
    return { bound: undefined, answer: await work }
  }
  const unary = async (requests: AsyncIterable<Message>, context: HandlerContext) => {
    const log = logOf(rpc, options)
    try {
      const answered = (await answer(requests, context)) as Answered
      if (Symbol.asyncIterator in answered.answer)
        throw new Error(`${rpc.name} answers one message, and its handler a stream of them`)
      log(undefined)
      return answered.answer
    } catch (error) {
      log(error)
      throw asStatus(error, options.registry)
    }
  }
  const stream = async function* streamed(
    requests: AsyncIterable<Message>,
    context: HandlerContext,
  ) {
    const log = logOf(rpc, options)
    try {
      const { answer: messages } = (await answer(requests, context)) as Answered
      if (Symbol.asyncIterator in messages) yield* messages
      else yield messages
      log(undefined)
    } catch (error) {
      log(error)
      throw asStatus(error, options.registry)
    }
  }
  if (methodKind === 'unary')
    return (request: Message, context: HandlerContext) => unary(one(request), context)
  if (methodKind === 'server_streaming')
    return (request: Message, context: HandlerContext) => stream(one(request), context)
  return methodKind === 'client_streaming' ? unary : stream
}

async function* one(message: Message): AsyncGenerator<Message> {
  yield message
}

/** Of an rpc that is a method of a document, which has one request. */
async function only(requests: AsyncIterable<Message>): Promise<Message> {
  for await (const request of requests) return request
  throw new Error('a call without a request message')
}

/** Writes the line of a call when it has ended. */
function logOf({ method }: Rpc, { log, registry }: Options): (error: unknown) => void {
  const start = performance.now()
  return (thrown) => {
    const ms = Math.round((performance.now() - start) * 100) / 100
    const entry = { method: pathOf(method), http: 'gRPC', path: `/${pathOf(method)}`, ms }
    if (thrown === undefined) return log.request({ ...entry, status: 0 })
    const { code, rawMessage: reason, cause } = asStatus(thrown, registry)
    const error = cause instanceof Error ? { error: cause.stack! } : {}
    log.request({ ...entry, status: code, reason, ...error })
  }
}
