// How long requests of one kind take, one after the other.
import type { Ask, Clients } from './clients.ts'

/** Median milliseconds of so many; each must succeed. */
export async function medianOf(
  clients: Clients,
  count: number,
  lineOf: (i: number) => string,
  bodyOf?: (i: number) => object,
): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < count; i += 1) {
    const { sent, ended } = await succeed(clients, lineOf(i), bodyOf?.(i))
    times.push(ended - sent)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(count / 2)]!
}

/** Throws where the answer is no success. */
export async function succeed(clients: Clients, line: string, body?: object): Promise<Ask> {
  const ask = await clients.ask(line, body)
  const answer = ask?.answer
  if (ask === undefined || answer === undefined || answer.status >= 300)
    throw new Error(`${line} was answered ${answer?.status}: ${answer?.text.slice(0, 300)}`)
  return ask
}

/** Its answer. */
export async function answerTo<T>(clients: Clients, line: string, body?: object): Promise<T> {
  const { answer } = await succeed(clients, line, body)
  return JSON.parse(answer!.text) as T
}
