// Requests of HTTP/2 as rpcs: descriptors are read, and each request finds its rpc.
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import {
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node'
import { loadDescriptors } from './descriptors/load.ts'
import { routerOf, type RouterOptions } from './router.ts'
import { asGrpcMessage } from './status.ts'

export interface ServeOptions extends RouterOptions {
  /** Folder of the documents, and of the descriptors beside them. */
  readonly folder: string
}

export type AnswerRpc = (
  request: Http2ServerRequest,
  response: Http2ServerResponse,
) => Promise<void>

export async function serveRpcs(options: ServeOptions): Promise<AnswerRpc> {
  const descriptors = await loadDescriptors(options.folder, options.warn)
  const handlers = routerOf(descriptors, options)
  return async (request, response) => {
    const handler = handlers.get(request.url)
    if (handler === undefined) return refuse(request, response)
    const asked = universalRequestFromNodeRequest(request, response, undefined, undefined)
    const answered = await handler(asked)
    request.resume() // one that still sends would hold the stream
    const message = answered.trailer?.get('grpc-message')
    if (message) answered.trailer!.set('grpc-message', asGrpcMessage(message))
    // A client that has gone, or a stream that broke off: nothing is left to say.
    await universalResponseToNodeResponse(answered, response).catch(() => response.stream.destroy())
  }
}

/** Trailers alone, as for every error before a message. */
function refuse(request: Http2ServerRequest, response: Http2ServerResponse): void {
  request.resume()
  const message = `${request.url.slice(1)} is not served: no descriptors beside the documents have this rpc.`
  const headers = {
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-status': '12',
    'grpc-message': asGrpcMessage(encodeURIComponent(message)),
  }
  response.stream.respond(headers, { endStream: true })
}
