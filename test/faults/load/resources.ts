// Clients of an API without code, whose documents and values they share, noting what they saw of its resources.
import { booksApi, text } from '../../resources/documents.ts'
import type { Chance } from '../../../src/resources/mock/chance.ts'
import type { Answer, ResourceOperation } from '../history/operations.ts'
import type { Ask, Clients } from './clients.ts'
import { restIfUnanswered } from './pace.ts'

export const libraryDocument = booksApi({ title: text, etag: text })

interface Book {
  readonly name: string
  readonly title: string
  readonly etag: string
}

/** Some clients that work on the same few books, then on others, so that the history of each stays short. */
export class Readers {
  readonly #clients: Clients
  readonly #project: string
  readonly #chance: Chance
  /** Etags by value, as they were last seen. */
  readonly #seen = new Map<string, Book>()
  #count = 0

  constructor(clients: Clients, project: string, chance: Chance) {
    this.#clients = clients
    this.#project = project
    this.#chance = chance
  }

  /** One operation. */
  async step(client: string): Promise<void> {
    this.#count += 1
    const shelf = Math.floor(this.#count / 200)
    const book = `books/${shelf}-${this.#chance.below(4)}`
    const luck = this.#chance.below(20)
    if (luck < 4) await this.#create(client, book)
    else if (luck < 11) await this.#patch(client, book)
    else if (luck < 13) await this.#delete(client, book)
    else if (luck < 19) await this.#get(client, book)
    else await this.#list(client, shelf)
  }

  async #create(client: string, book: string): Promise<void> {
    const value = this.#newValue(client)
    const id = book.slice('books/'.length)
    const ask = await this.#ask(`POST v1/projects/${this.#project}/books?bookId=${id}`, {
      title: value,
    })
    this.#note(ask, client, book, (status) => ({
      kind: 'create',
      value,
      outcome: status === 200 ? 'done' : status === 409 ? 'exists' : 'unknown',
    }))
    this.#see(ask)
  }

  async #patch(client: string, book: string): Promise<void> {
    const seen = this.#overOrNot(book)
    const value = this.#newValue(client)
    const ask = await this.#ask(`PATCH ${this.#pathOf(book)}?updateMask=title`, {
      title: value,
      ...(seen && { etag: seen.etag }),
    })
    this.#note(ask, client, book, (status) => ({
      kind: 'patch',
      value,
      over: seen?.title,
      outcome: changeOutcome(status),
    }))
    this.#see(ask)
  }

  async #delete(client: string, book: string): Promise<void> {
    const ask = await this.#ask(`DELETE ${this.#pathOf(book)}`)
    this.#note(ask, client, book, (status) => ({
      kind: 'delete',
      over: undefined,
      outcome: changeOutcome(status),
    }))
  }

  async #get(client: string, book: string): Promise<void> {
    const ask = await this.#ask(`GET ${this.#pathOf(book)}`)
    if (ask?.answer === undefined) return
    const found = this.#see(ask)
    this.#note(ask, client, book, () => ({
      kind: 'get',
      outcome: found === undefined ? 'missing' : { value: found.title },
    }))
  }

  /** A list reads each of the books. */
  async #list(client: string, shelf: number): Promise<void> {
    const ask = await this.#ask(`GET v1/projects/${this.#project}/books?pageSize=1000`)
    if (ask?.answer?.status !== 200) return
    const { books = [], nextPageToken } = JSON.parse(ask.answer.text) as {
      books?: Book[]
      nextPageToken?: string
    }
    const listed = new Map(books.map((one) => [one.name, one]))
    for (let i = 0; i < 4; i += 1) {
      const book = `books/${shelf}-${i}`
      const found = listed.get(`projects/${this.#project}/${book}`)
      if (found === undefined && nextPageToken) continue
      this.#note(ask, client, book, () => ({
        kind: 'get',
        outcome: found === undefined ? 'missing' : { value: found.title },
      }))
    }
  }

  /** Sometimes over what was last seen. */
  #overOrNot(book: string): Book | undefined {
    return this.#chance.below(2) === 0 ? undefined : this.#seen.get(book)
  }

  #newValue(client: string): string {
    return `${client}-${this.#count}`
  }

  #pathOf(book: string): string {
    return `v1/projects/${this.#project}/${book}`
  }

  async #ask(line: string, body?: object): Promise<Ask | undefined> {
    const ask = await this.#clients.ask(line.replace(' ', ' /library.googleapis.com/'), body)
    await restIfUnanswered(ask)
    return ask
  }

  #see(ask: Ask | undefined): Book | undefined {
    if (ask?.answer?.status !== 200) return undefined
    const book = JSON.parse(ask.answer.text) as Book
    this.#seen.set(book.name.slice(`projects/${this.#project}/`.length), book)
    return book
  }

  #note(
    ask: Ask | undefined,
    client: string,
    book: string,
    what: (status: number | undefined) => Partial<ResourceOperation>,
  ): void {
    if (ask === undefined || isTooMuchAtOnce(ask.answer)) return
    const resource = `projects/${this.#project}/${book}`
    const operation = { ...ask, client, resource, ...what(ask.answer?.status) }
    this.#clients.resources.push(operation as ResourceOperation)
  }
}

const changeOutcome = (status: number | undefined) =>
  ({ 200: 'done', 404: 'missing', 409: 'conflict' } as const)[status ?? 0] ?? 'unknown'

/** Refused, whatever was there. */
const isTooMuchAtOnce = (answer: Answer | undefined): boolean =>
  answer?.status === 409 && answer.text.includes('Too much is changed at once')
