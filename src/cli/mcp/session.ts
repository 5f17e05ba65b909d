// One conversation with an emulator, by its control API, in a fork of its own.
import { randomUUID } from 'node:crypto'

/** A resource by its API and name. */
export interface NamedResource {
  readonly api: string
  readonly name: string
  readonly resource: Readonly<Record<string, unknown>>
}

export class Session implements AsyncDisposable {
  readonly url: string
  readonly fork: string
  /** The fork was made for this session, and goes with it. */
  readonly #isOwn: boolean
  /** What the fork began with, by API and name. */
  #before = new Map<string, NamedResource>()

  private constructor(url: string, fork: string, isOwn: boolean) {
    this.url = url
    this.fork = fork
    this.#isOwn = isOwn
  }

  /** `fork`: one that is there; undefined makes a new one. */
  static async open(url: string, fork: string | undefined): Promise<Session> {
    const session = new Session(url, fork ?? `mcp-${randomUUID()}`, fork === undefined)
    if (fork === undefined) {
      const path = `/_emulator/v1/forks?forkId=${session.fork}`
      await session.#send('POST', path, {}, {})
    }
    session.#before = await session.#resources()
    return session
  }

  /** `GET`, `calls?method=…`. Throws an Error in the words of the server. */
  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.#send(method, `/_emulator/v1/${path}`, body, this.#headers)
  }

  /** A request as a client sends it; whatever is answered. */
  async request(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly origin: string; readonly answer: unknown }> {
    const response = await this.#fetch(method, path, body, this.#headers)
    const text = await response.text()
    const origin = response.headers.get('x-emulator-origin') ?? ''
    return { status: response.status, origin, answer: jsonOrText(text) }
  }

  /** What is there now and was not, is not any more, or is otherwise. */
  async diff(): Promise<object> {
    const now = await this.#resources()
    const [before, after] = [this.#before, now]
    return {
      created: [...after].filter(([key]) => !before.has(key)).map(([, one]) => one),
      deleted: [...before]
        .filter(([key]) => !after.has(key))
        .map(([, { api, name }]) => ({ api, name })),
      changed: [...after]
        .filter(([key, one]) => before.has(key) && !isSame(before.get(key), one))
        .map(([key, one]) => ({ ...one, before: before.get(key)!.resource })),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A server that is gone has no forks.
    if (this.#isOwn) await this.control('DELETE', `forks/${this.fork}`).catch(() => {})
  }

  get #headers(): Record<string, string> {
    return { 'x-emulator-fork': this.fork }
  }

  async #resources(): Promise<Map<string, NamedResource>> {
    const { resources = [] } = (await this.control('GET', 'resources?pageSize=100000')) as {
      readonly resources?: readonly NamedResource[]
    }
    return new Map(resources.map((one) => [`${one.api} ${one.name}`, one]))
  }

  async #send(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<unknown> {
    const response = await this.#fetch(method, path, body, headers)
    const value = jsonOrText(await response.text()) as { error?: { message?: string } }
    if (response.ok) return value
    throw new Error(value?.error?.message ?? `the server answers ${response.status}`)
  }

  async #fetch(method: string, path: string, body: unknown, headers: Record<string, string>) {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new Error(`no emulator answers at ${this.url}: ${error.message}`)
    })
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function jsonOrText(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown)
  } catch {
    return text
  }
}
