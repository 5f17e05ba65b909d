// Handlers for every method of any document: each notes what it got, and answers a message with all its fields.
import { readFile } from 'node:fs/promises'
import type { RestMethod } from '../../src/discovery/document.ts'
import type { Handler } from '../../src/api/handlers.ts'
import type { AnyMethod } from '../../src/api/method_types.ts'
import { media } from '../../src/api/media.ts'
import type { TestApi } from '../helpers/server.ts'
import { fullMessage } from './messages.ts'
import { casesOf, type Held, type MethodCase } from './requests.ts'

/** What a handler got. */
export interface Got {
  readonly params: unknown
  readonly body: unknown
  /** Missing where nothing was uploaded. */
  readonly media?: { readonly contentType: string; readonly text: string }
}

/** What every method answers that answers bytes. */
export const BYTES = '0123456789'

export class Recorder {
  readonly #got = new Map<RestMethod, Got>()
  readonly #samples = new Map<RestMethod, unknown>()

  /** A document with a handler for each of its methods. */
  apiOf(held: Held): TestApi {
    const handlers = casesOf(held).map((one) => [one.method.id, this.#handlerOf(one)] as const)
    return { ...held, handlers: Object.fromEntries(handlers) }
  }

  /** What the method's handler got last, which is forgotten then. */
  take({ method }: MethodCase): Got | undefined {
    const got = this.#got.get(method)
    this.#got.delete(method)
    return got
  }

  /** What the method answers; undefined where it has no response. */
  sampleOf({ document, method }: MethodCase): unknown {
    return this.#samples.getOrInsertComputed(
      method,
      () => method.response && fullMessage(method.response, document.schemas ?? {}, method.id).sent,
    )
  }

  #handlerOf(one: MethodCase): Handler<AnyMethod, unknown> {
    return async ({ params, body, media: sent, alt }) => {
      this.#got.set(one.method, {
        params,
        body,
        ...(sent && {
          media: { contentType: sent.contentType, text: await readFile(sent.path, 'utf8') },
        }),
      })
      return alt === 'media'
        ? media(Buffer.from(BYTES), { contentType: 'text/plain' })
        : this.sampleOf(one)
    }
  }
}
