// `coverage [RECORDING…]`: pages that say for each method what answers it, and how near that is to recorded answers of Google.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Service } from '../../api/service.ts'
import type { Config } from '../../config/config.ts'
import { openParts } from '../../open_parts.ts'
import { judge } from '../replay/judge.ts'
import { openSubject } from '../replay/open_subject.ts'
import { readRecording } from '../replay/recording.ts'
import { Tally } from '../replay/table.ts'
import { apiPage, indexPage } from './pages.ts'
import { readParity, type Parity, type ParityTable } from './parity.ts'

export interface CoverageOptions {
  readonly recordings: readonly string[]
  /** Folder of the pages; those of APIs that are not served now are kept. */
  readonly out: string
}

export async function coverageCommand(config: Config, options: CoverageOptions): Promise<number> {
  const { recordings, out } = options
  await mkdir(out, { recursive: true })
  const before = await readParity(join(out, 'parity.json'))
  const parity = { ...before, ...(await measured(config, recordings)) }
  await using parts = await openParts(
    { ...config, store_url: 'memory:', keys_dir: '' },
    { warn: () => {}, onLongCheck: () => {}, baseUrl: () => 'http://localhost' },
  )
  const services = parts.services.filter(({ isListed }) => isListed)
  for (const service of services) await write(out, fileOf(service), apiPage(service, parity[service.id]))
  await write(out, 'parity.json', `${JSON.stringify(sorted(parity), null, 1)}\n`)
  await write(out, 'README.md', await indexPage(out, parity))
  console.log(`${services.length} pages are in ${out}.`)
  return 0
}

const fileOf = ({ outline: { name, version } }: Service): string => `${name}_${version}.md`

const write = (folder: string, name: string, text: string): Promise<void> =>
  writeFile(join(folder, name), text)

/** Of the APIs that are recorded and served. */
async function measured(config: Config, recordings: readonly string[]): Promise<ParityTable> {
  const tallies = new Map<string, Map<string, Tally>>()
  for (const file of recordings) {
    await using subject = await openSubject(config, false)
    await judge(readRecording(file, subject.identify), subject, (verdict) => {
      const { api, id } = verdict.call
      tallies
        .getOrInsertComputed(api, () => new Map<string, Tally>())
        .getOrInsertComputed(id, () => new Tally())
        .add(verdict)
    })
  }
  return Object.fromEntries(
    [...tallies].map(([api, own]) => [
      api,
      Object.fromEntries(
        [...own]
          .filter(([, { judged }]) => judged > 0)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([id, tally]): [string, Parity] => [id, parityOf(tally)]),
      ),
    ]),
  )
}

function parityOf({ judged, figures: { status, leaves } }: Tally): Parity {
  return {
    calls: judged,
    status: percent(status),
    values: leaves.of === 0 ? null : percent(leaves),
  }
}

const percent = ({ right, of }: { readonly right: number; readonly of: number }): number =>
  of === 0 ? 0 : Math.round((1000 * right) / of) / 10

const sorted = (table: ParityTable): ParityTable =>
  Object.fromEntries(Object.entries(table).toSorted(([a], [b]) => (a < b ? -1 : 1)))
