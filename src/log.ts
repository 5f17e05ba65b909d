// One line a request: JSON for machines, a short line for a person at a terminal.
import { createWriteStream, openSync } from 'node:fs'
import { styleText } from 'node:util'
import { printable, printableLines } from './printable.ts'

export interface LogEntry {
  /** Method id, or what else answered. */
  readonly method: string
  readonly http: string
  readonly path: string
  readonly status: number
  readonly ms: number
  /** Why a request was refused. */
  readonly reason?: string
  /** A fault of ours, with its stack. */
  readonly error?: string
}

export interface Log {
  request(entry: LogEntry): void
  /** Resolves when all lines are written. */
  close?(): Promise<void>
}

/** Milliseconds until a line is written. */
const LATEST = 10

export const silentLog: Log = { request: () => {} }

/** `target`: '-' is standard output, '' nowhere, anything else a file that is appended to. */
export function openLog(target: string): Log {
  if (target === '') return silentLog
  const stream = target === '-' ? process.stdout : createWriteStream(target, { fd: opened(target) })
  // A full disk or a closed pipe must not take the server down with it.
  stream.on('error', () => {})
  const forPerson = target === '-' && process.stdout.isTTY
  const lineOf = forPerson ? personLine : jsonLine
  // Requests that end at about the same time share a write, which costs as much as reading a request.
  let lines = ''
  const write = (written?: () => void) => {
    stream.write(lines, written)
    lines = ''
  }
  return {
    request(entry) {
      if (lines === '') setTimeout(write, LATEST)
      lines += `${lineOf(entry)}\n`
    },
    close: () => new Promise((resolve) => write(resolve)),
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'a')
  } catch (error) {
    throw new Error(`cannot write the log ${path}: ${(error as Error).message}`, { cause: error })
  }
}

/** Text by text, which costs a third of an object that is made to be written. */
function jsonLine({ method, http, path, status, ms, reason, error }: LogEntry): string {
  const texts = `"method":${quoted(method)},"http":${quoted(http)},"path":${quoted(path)}`
  const why = reason === undefined ? '' : `,"reason":${quoted(reason)}`
  const fault = error === undefined ? '' : `,"error":${quoted(error)}`
  return printable(`{"time":"${nowText()}",${texts},"status":${status},"ms":${ms}${why}${fault}}`)
}

const quoted = (text: string): string => JSON.stringify(text)

let textOf = { millisecond: 0, text: '' }

/** Many requests end in one millisecond. */
function nowText(): string {
  const millisecond = Date.now()
  if (textOf.millisecond !== millisecond)
    textOf = { millisecond, text: new Date(millisecond).toISOString() }
  return textOf.text
}

function personLine({ method, http, path, status, ms, reason, error }: LogEntry): string {
  const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  const why = reason === undefined ? '' : ` — ${printable(reason)}`
  const line = `${styleText(colour, String(status))} ${printable(http).padEnd(6)} ${method} ${styleText('dim', `${printable(path)} ${ms} ms`)}${why}`
  return error === undefined ? line : `${line}\n${printableLines(error)}`
}
