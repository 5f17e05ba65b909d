// A log record as a line for people: on a terminal, and as the original hosts printed it.

import { printable, printableLines } from './printable.ts'

/** What the original hosts said in our place: of both, or of each in its words; without, both have ours. */
export type Seed = string | { readonly rococo?: string; readonly isle?: string }

type LogRecord = Readonly<Record<string, unknown>>

const levels: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARNING',
  50: 'ERROR',
  60: 'CRITICAL',
}

const own = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err', 'seed', 'seedOf'])

/** `12:04:05.120 INFO  done  task=a attempt=1` */
export function prettyLine(record: LogRecord): string {
  const time = new Date(Number(record['time'])).toISOString().slice(11, 23)
  const fields = Object.entries(record)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const level = (levels[Number(record['level'])] ?? '').padEnd(8)
  const told = `${textOf(record['msg'])}${fields.length > 0 ? ` ${fields.join('')}` : ''}`
  return `${time} ${level}${printable(told)}${stackOf(record)}\n`
}

/**
 * `2026-11-20 10:00:00,120 [INFO] main:1 - Received message: …`, as rococo-service-host prints; a record says with
 * its field `seed` what the originals said there.
 */
export function seedLine(record: LogRecord): string {
  const time = new Date(Number(record['time'])).toISOString().replace('T', ' ').replace('.', ',')
  const level = levels[Number(record['level'])] ?? 'INFO'
  const isle = record['seedOf'] === 'isle'
  const seed = record['seed'] as Seed | undefined
  const told = typeof seed === 'object' ? (isle ? seed.isle : seed.rococo) : seed
  const message = printable(textOf(told ?? record['msg']))
  if (isle) return `${level}: ${message}${stackOf(record)}\n`
  return `${time.slice(0, -1)} [${level}] worker:0 - ${message}${stackOf(record)}\n`
}

function stackOf(record: LogRecord): string {
  const error = record['err']
  if (typeof error !== 'object' || error === null) return ''
  const { stack, message } = error as { stack?: string; message?: string }
  return `\n${printableLines(stack ?? message ?? '')}`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
