// Tasks in words for people: a table of many, all of one.
import type { Task } from './queue.ts'
import { printable } from '../../printable.ts'

const width = (): number => process.stdout.columns ?? 120

export function tableOf(tasks: readonly Task[]): string {
  const rows = tasks.map((task) => [
    printable(task.id),
    printable(task.tag ?? ''),
    `${ago(task.enqueueTimestamp)} ago`,
    leaseOf(task),
    String(task.retry_count),
    payloadOf(task).replaceAll(/\s+/g, ' '),
  ])
  const lines = [['ID', 'TAG', 'ENQUEUED', 'LEASE', 'RETRIES', 'PAYLOAD'], ...rows]
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
    .map((line) => cut(line.trimEnd(), width()))
    .join('\n')
}

export function detailsOf(task: Task): string {
  return [
    `id        ${printable(task.id)}`,
    `tag       ${printable(task.tag ?? '')}`.trimEnd(),
    `enqueued  ${ago(task.enqueueTimestamp)} ago`,
    `lease     ${leaseOf(task)}`,
    `retries   ${task.retry_count}`,
    '',
    payloadOf(task),
  ].join('\n')
}

/** "1 task", "2 tasks" */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`

/** The payload as text, or its size where it is none. */
function payloadOf({ payloadBase64 = '' }: Task): string {
  const bytes = Buffer.from(payloadBase64, 'base64')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // A terminal would obey control characters.
    if (!/[^\P{Cc}\t\n\r]/u.test(text)) return text
  } catch {
    // Not text.
  }
  return `(${counted(bytes.length, 'byte')}, no text)`
}

function leaseOf({ leaseTimestamp, retry_count }: Task): string {
  if (leaseTimestamp === '0') return 'free'
  if (secondsSince(leaseTimestamp) >= 0) {
    return retry_count === 0 ? 'free' : `free, lease ended ${ago(leaseTimestamp)} ago`
  }
  const left = duration(-secondsSince(leaseTimestamp))
  // What has never been leased was inserted for later.
  return retry_count === 0 ? `free in ${left}` : `held for ${left} more`
}

const secondsSince = (microseconds: string): number =>
  Date.now() / 1000 - Number(microseconds) / 1e6

const ago = (microseconds: string): string => duration(Math.max(0, secondsSince(microseconds)))

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

const cut = (line: string, columns: number): string =>
  line.length <= columns ? line : `${line.slice(0, columns - 1)}…`
