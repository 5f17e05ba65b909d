// Every request ends in bounded time: with a success, an error of Google's shape, or a closed connection.
import type { Exchange } from './operations.ts'

/** `bound`: milliseconds. What is wrong, a sentence each. */
export function checkAnswers(exchanges: readonly Exchange[], bound: number): string[] {
  return exchanges.flatMap((exchange) => {
    const fault = faultOf(exchange, bound)
    return fault === undefined ? [] : [`${exchange.what} ${fault}`]
  })
}

function faultOf({ sent, ended, answer }: Exchange, bound: number): string | undefined {
  if (ended === undefined || answer === undefined) return 'never ended'
  if (ended - sent > bound) return `took ${Math.round(ended - sent)} ms`
  if (answer === 'closed') return undefined
  const { status, type, text } = answer
  if (status === 204) return text === '' ? undefined : 'was answered 204 with a body'
  const shown = `was answered ${status}: ${text.slice(0, 300)}`
  const isJson = type.startsWith('application/json')
  if (!isJson && status < 400) return undefined // content of an object, or a part of it was taken
  if (!isJson) return `${shown} (as ${type})`
  const json = jsonIn(text)
  if (json === undefined) return `${shown} (no JSON)`
  // A 500 is a fault of ours; what the server cannot help is a 503.
  if (status === 500) return shown
  return status < 400 || isErrorOf(status, json) ? undefined : `${shown} (no error of Google's)`
}

function isErrorOf(status: number, json: object): boolean {
  const error: unknown = Reflect.get(json, 'error')
  if (typeof error !== 'object' || error === null) return false
  const { code, message } = error as { code?: unknown; message?: unknown }
  return code === status && typeof message === 'string' && message !== ''
}

function jsonIn(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : undefined
  } catch {
    return undefined
  }
}
