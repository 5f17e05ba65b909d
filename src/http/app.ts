// The Hono app: hands requests to the answerer and writes what it answers.
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono/tiny'
import { Readable } from 'node:stream'
import { gatewayOf, type GatewayOptions } from './gateway.ts'
import { ofNodeRequest, ofWebRequest } from './request.ts'
import type { HttpResponse } from './response.ts'
import { send } from './send.ts'
import type { Service } from '../api/service.ts'

export type AppOptions = GatewayOptions

/** `Bindings`: there on a socket, not in `app.request()`. */
export type App = Hono<{ Bindings: Partial<HttpBindings> }>

export function createApp(services: readonly Service[], options: AppOptions): App {
  const answer = gatewayOf(services, options)
  const app: App = new Hono()
  app.all('*', async (c) => {
    const { incoming, outgoing } = c.env ?? {}
    if (incoming === undefined || outgoing === undefined) {
      const { status, headers, body } = await answer(ofWebRequest(c.req.raw))
      return new Response(contentOf(body, c.req.method), { status, headers })
    }
    // A web Request and Response would cost as much again as all that is done for a call.
    send(await answer(ofNodeRequest(incoming, outgoing)), incoming, outgoing)
    return RESPONSE_ALREADY_SENT
  })
  return app
}

/** Hono drops what a HEAD does not want, without ending where it comes from. */
function contentOf(body: HttpResponse['body'], httpMethod: string) {
  if (!(body instanceof Readable)) return body
  if (httpMethod !== 'HEAD') return Readable.toWeb(body)
  body.destroy()
  return null
}
