// Hundreds of documents: what a start costs, with and without what is kept on disk, and whether a lookup depends on them.
// The documents are copies of those of the corpus under other names and hosts.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outlineOf } from '../src/discovery/read/outline.ts'
import { bind } from '../src/api/bind.ts'
import { matcherOf, type Matcher } from '../src/http/routing/match.ts'
import { documents, ownDocuments } from '../test/helpers/corpus.ts'
import { cpuSecondsOf } from './cpu.ts'
import { startEmulator } from './programs.ts'
import { residentMib } from './memory.ts'
import { print, spread } from './table.ts'
import type { Part } from './targets.ts'

type Held = ReturnType<typeof documents>[number]

export const manyDocuments: Part = async ({ quick }) => {
  const count = 600
  const found = [...documents(), ...ownDocuments()].filter(
    ({ document }) => document.name !== 'discovery',
  )
  const copies = Array.from({ length: count }, (_, i) => copyOf(found[i % found.length]!, i))
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const apiData = join(folder, 'api_data')
    await mkdir(apiData)
    for (const { file, text } of copies) await writeFile(join(apiData, file), text)
    const later = await measureStarts({ folder, apiData, copies, rounds: quick ? 1 : 3 })
    measureLookups(copies)
    return [
      {
        what: `CPU until the first answer, ${count} documents, later starts`,
        values: later.map(({ cpu }) => cpu),
        unit: 's',
        most: 0.4,
      },
      {
        what: `Memory at the first answer, ${count} documents, later starts`,
        values: later.map(({ rss }) => rss),
        unit: 'MiB',
        most: 120,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The same API under another name and host. */
function copyOf({ document, text }: Held, i: number): Held {
  const rootUrl = document.rootUrl.replace('.googleapis.com', `-${i}.googleapis.com`)
  const name = `${document.name}${i}`
  const copy = { ...document, name, id: `${name}:${document.version}`, rootUrl }
  const indent = /^\{\n( +)/.exec(text)?.[1] ?? ''
  return {
    file: `${name}_${document.version}.api`,
    text: JSON.stringify(copy, null, indent),
    document: copy,
  }
}

interface Documents {
  /** For logs and what is kept. */
  readonly folder: string
  readonly apiData: string
  readonly copies: readonly Held[]
  readonly rounds: number
}

interface Started {
  readonly cpu: number
  readonly seconds: number
  /** MiB. */
  readonly rss: number
  readonly call: number
  readonly lookup: number
}

/** What later starts came to. */
async function measureStarts(held: Documents): Promise<readonly Started[]> {
  const { folder, copies } = held
  const megabytes = copies.reduce((sum, { text }) => sum + text.length, 0) / 1e6
  const kinds = {
    'nothing is kept (--cache-dir "")': await startsOf(held, () => ''),
    'first start': await startsOf(held, (round) => join(folder, `cache-${round}`)),
    'later starts': await startsOf(held, () => join(folder, 'cache-0')),
  }
  print(
    `${copies.length} documents, ${megabytes.toFixed(0)} MB`,
    [
      'start',
      'CPU s until the first answer',
      'seconds',
      'RSS MiB',
      'CPU ms of the first use of an API',
      'CPU ms of the first path without a host',
    ],
    Object.entries(kinds).map(([name, starts]) => [name, ...spreadsOf(starts)]),
  )
  return kinds['later starts']
}

function spreadsOf(starts: readonly Started[]): string[] {
  const of = (value: (started: Started) => number, digits: number) =>
    spread(starts.map(value), digits)
  return [
    of(({ cpu }) => cpu, 2),
    of(({ seconds }) => seconds, 2),
    of(({ rss }) => rss, 0),
    of(({ call }) => call * 1000, 0),
    of(({ lookup }) => lookup * 1000, 0),
  ]
}

async function startsOf(
  { folder, apiData, copies, rounds }: Documents,
  cacheOf: (round: number) => string,
): Promise<Started[]> {
  const { name, version } = copies.at(-1)!.document
  const starts: Started[] = []
  for (let round = 0; round < rounds; round += 1) {
    const own = join(folder, `run-${round}`)
    await mkdir(own, { recursive: true })
    const flags = ['--cache-dir', cacheOf(round)]
    await using running = await startEmulator('memory:', own, apiData, flags)
    const { pid, origin, startedIn } = running
    const [cpu, rss] = [cpuSecondsOf([pid]), residentMib(pid)]
    const call = await cpuOf(pid, `${origin}/discovery/v1/apis/${name}/${version}/rest`)
    const lookup = await cpuOf(pid, `${origin}/v1/projects/p/nothing`)
    starts.push({ cpu, rss, seconds: startedIn / 1000, call, lookup })
  }
  return starts
}

/** Seconds that a process takes for a GET. */
async function cpuOf(pid: number, url: string): Promise<number> {
  const before = cpuSecondsOf([pid])
  const answer = await fetch(url)
  await answer.text()
  return cpuSecondsOf([pid]) - before
}

function measureLookups(copies: readonly Held[]): void {
  const [one] = copies
  const few = matcherFor([one!])
  const many = matcherFor(copies)
  const host = new URL(one!.document.rootUrl).hostname
  const short = 'v1/a'
  const long = `v1/${'a/'.repeat(31)}a`
  const rows = [
    ['1 document, 2 segments', few, short, host],
    ['1 document, 33 segments', few, long, host],
    [`${copies.length} documents, 2 segments`, many, short, host],
    [`${copies.length} documents, 33 segments`, many, long, host],
    [`${copies.length} documents, no host, 33 segments`, many, long, undefined],
  ] as const
  const measured = () =>
    rows.map(([, matcher, path, rootHost]) => lookupTime(matcher, path, rootHost))
  measured() // trees are made, and code is compiled, on first use
  const times = measured()
  print(
    'Lookup of a path, as a ratio to the first',
    ['table and path', 'ratio'],
    rows.map(([name], i) => [name, (times[i]! / times[0]!).toFixed(2)]),
  )
}

function matcherFor(held: readonly Held[]): Matcher {
  const pairs = held.map((one) => ({
    source: { ...one, path: one.file, key: '', outline: outlineOf(one.document) },
    module: undefined,
  }))
  return matcherOf(bind(pairs).flatMap(({ methods }) => methods))
}

/** Median of five, in milliseconds. */
function lookupTime(matcher: Matcher, path: string, rootHost: string | undefined): number {
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now()
    for (let i = 0; i < 5000; i += 1) matcher.match('GET', path, rootHost)
    return performance.now() - begun
  })
  return times.toSorted((a, b) => a - b)[2]!
}
