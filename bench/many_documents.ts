// Hundreds of documents: what a start costs, with and without what is kept on disk, and whether a lookup depends on them.
// `node bench/many_documents.ts 600`; the documents are copies of those of the corpus under other names and hosts.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outlineOf } from '../src/discovery/read/outline.ts'
import { bind } from '../src/api/bind.ts'
import { matcherOf, type Matcher } from '../src/http/routing/match.ts'
import { documents, ownDocuments } from '../test/helpers/corpus.ts'
import { cpuSecondsOf } from './cpu.ts'
import { startEmulator } from './programs.ts'
import { print, spread } from './table.ts'

const count = Number(process.argv[2] ?? 600)
const rounds = Number(process.argv[3] ?? 3)

type Held = ReturnType<typeof documents>[number]

const found = [...documents(), ...ownDocuments()].filter(
  ({ document }) => document.name !== 'discovery',
)
const copies = Array.from({ length: count }, (_, i) => copyOf(found[i % found.length]!, i))
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
try {
  const apiData = join(folder, 'api_data')
  await mkdir(apiData)
  for (const { file, text } of copies) await writeFile(join(apiData, file), text)
  await measureStarts(apiData)
} finally {
  await rm(folder, { recursive: true, force: true })
}
measureLookups()

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

async function measureStarts(apiData: string): Promise<void> {
  const megabytes = copies.reduce((sum, { text }) => sum + text.length, 0) / 1e6
  const rows = [
    await startsOf('nothing is kept (--cache-dir "")', apiData, () => ''),
    await startsOf('first start', apiData, (round) => join(folder, `cache-${round}`)),
    await startsOf('later starts', apiData, () => join(folder, 'cache-0')),
  ]
  print(
    `${count} documents, ${megabytes.toFixed(0)} MB`,
    [
      'start',
      'CPU s until the first answer',
      'seconds',
      'RSS MB',
      'CPU ms of the first use of an API',
      'CPU ms of the first path without a host',
    ],
    rows,
  )
}

async function startsOf(
  name: string,
  apiData: string,
  cacheOf: (round: number) => string,
): Promise<string[]> {
  const starts = []
  for (let round = 0; round < rounds; round += 1) {
    const own = join(folder, `run-${round}`)
    await mkdir(own, { recursive: true })
    await using running = await startEmulator('memory:', own, apiData, [
      '--cache-dir',
      cacheOf(round),
    ])
    const cpu = cpuSecondsOf([running.pid])
    const rss = await residentMegabytes(running.pid)
    const { name: api, version } = copies.at(-1)!.document
    const call = await cpuOf(
      running.pid,
      `${running.origin}/discovery/v1/apis/${api}/${version}/rest`,
    )
    const lookup = await cpuOf(running.pid, `${running.origin}/v1/projects/p/nothing`)
    starts.push({
      cpu,
      rss,
      seconds: running.startedIn / 1000,
      call,
      lookup,
    })
  }
  return [
    name,
    spread(
      starts.map(({ cpu }) => cpu),
      2,
    ),
    spread(
      starts.map(({ seconds }) => seconds),
      2,
    ),
    spread(
      starts.map(({ rss }) => rss),
      0,
    ),
    spread(
      starts.map(({ call }) => call * 1000),
      0,
    ),
    spread(
      starts.map(({ lookup }) => lookup * 1000),
      0,
    ),
  ]
}

/** Seconds that a process takes for a GET. */
async function cpuOf(pid: number, url: string): Promise<number> {
  const before = cpuSecondsOf([pid])
  const answer = await fetch(url)
  await answer.text()
  return cpuSecondsOf([pid]) - before
}

/** Of /proc; NaN where there is none. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000
}

function measureLookups(): void {
  const [one] = copies
  const few = matcherFor([one!])
  const many = matcherFor(copies)
  const host = new URL(one!.document.rootUrl).hostname
  const short = 'v1/a'
  const long = `v1/${'a/'.repeat(31)}a`
  const rows = [
    ['1 document, 2 segments', few, short, host],
    ['1 document, 33 segments', few, long, host],
    [`${count} documents, 2 segments`, many, short, host],
    [`${count} documents, 33 segments`, many, long, host],
    [`${count} documents, no host, 33 segments`, many, long, undefined],
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
