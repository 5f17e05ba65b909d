// Clients of Cloud Storage, who upload objects at once or in parts, and noting what they saw of their content.
import type { Chance } from '../../../src/resources/mock/chance.ts'
import type { Ask, Clients } from './clients.ts'
import { restIfUnanswered } from './pace.ts'

const BUCKET = 'faults'
/** Bytes; the first part of a resumable upload is a multiple of 256 KiB. */
const PART = 262_144
const LARGEST = 2 * PART

export const makeBucket = (clients: Clients): Promise<Ask | undefined> =>
  clients.ask('POST /storage/v1/b?project=p', { name: BUCKET })

/** Some clients of the same few objects, then of others. */
export class Objects {
  readonly #clients: Clients
  readonly #chance: Chance
  #count = 0

  constructor(clients: Clients, chance: Chance) {
    this.#clients = clients
    this.#chance = chance
  }

  /** One operation. */
  async step(client: string): Promise<void> {
    this.#count += 1
    const name = `object-${Math.floor(this.#count / 100)}-${this.#chance.below(3)}`
    const luck = this.#chance.below(10)
    if (luck < 3) await this.#put(client, name, (content) => this.#putWhole(name, content))
    else if (luck < 5) await this.#put(client, name, (content) => this.#putInParts(name, content))
    else if (luck < 6) await this.#delete(client, name)
    else await this.#get(client, name)
  }

  /** `upload` gives the request that makes the object. */
  async #put(
    client: string,
    name: string,
    upload: (content: string) => Promise<Ask | undefined>,
  ): Promise<void> {
    const value = `${client}-${this.#count}`
    const ask = await upload(contentOf(value, 1 + this.#chance.below(LARGEST)))
    await restIfUnanswered(ask)
    if (ask === undefined) return
    const outcome = ask.answer?.status === 200 ? 'done' : 'unknown'
    const operation = { ...ask, client, resource: name, value } as const
    this.#clients.resources.push({ ...operation, kind: 'put', outcome })
  }

  #putWhole(name: string, content: string): Promise<Ask | undefined> {
    return this.#clients.ask(`POST ${uploads}?uploadType=media&name=${name}`, content)
  }

  async #putInParts(name: string, content: string): Promise<Ask | undefined> {
    const begun = await this.#clients.ask(`POST ${uploads}?uploadType=resumable&name=${name}`, {})
    const { pathname, search } = new URL(begun?.answer?.location ?? 'http://none')
    if (search === '') return undefined
    const send = (from: number, to: number) =>
      this.#clients.ask(`PUT ${pathname}${search}`, content.slice(from, to), {
        'content-range': `bytes ${from}-${to - 1}/${content.length}`,
      })
    if (content.length <= PART) return send(0, content.length)
    const first = await send(0, PART)
    return first?.answer?.status === 308 ? send(PART, content.length) : undefined
  }

  async #delete(client: string, name: string): Promise<void> {
    const ask = await this.#clients.ask(`DELETE ${objects}/${name}`)
    await restIfUnanswered(ask)
    if (ask === undefined) return
    const status = ask.answer?.status
    const outcome = status === undefined ? 'unknown' : status === 404 ? 'missing' : 'done'
    const operation = { ...ask, client, resource: name, over: undefined } as const
    this.#clients.resources.push({ ...operation, kind: 'delete', outcome })
  }

  async #get(client: string, name: string): Promise<void> {
    const ask = await this.#clients.ask(`GET ${objects}/${name}?alt=media`)
    await restIfUnanswered(ask)
    if (ask?.answer === undefined) return
    const { status, text } = ask.answer
    const outcome = status === 404 ? 'missing' : { value: valueIn(text) }
    this.#clients.resources.push({ ...ask, client, resource: name, kind: 'get', outcome })
  }
}

const uploads = `/upload/storage/v1/b/${BUCKET}/o`
const objects = `/storage/v1/b/${BUCKET}/o`

/** So many bytes or a few more, which say how many. */
function contentOf(value: string, size: number): string {
  const head = `${value} ${size} `
  return head + 'x'.repeat(Math.max(0, size - head.length))
}

/** What an object was written with; of one that is not whole, what it has. */
function valueIn(content: string): string {
  const [value = '', size] = content.split(' ', 2)
  return content === contentOf(value, Number(size)) ? value : `not whole: ${content.slice(0, 60)}`
}
