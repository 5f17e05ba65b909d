// The pages of docs/coverage: as they would be made now; without recordings, as far as that can be told.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { coverageCommand } from '../../src/cli/coverage/coverage_command.ts'
import { apiPage } from '../../src/cli/coverage/pages.ts'
import { readParity } from '../../src/cli/coverage/parity.ts'
import { ownApiData } from '../../src/config/api_data.ts'
import type { Config } from '../../src/config/config.ts'
import { settings } from '../../src/config/settings.ts'
import { loadServices } from '../../src/api/states.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { defaultsOf } from '../../src/setting.ts'
import { corpusDirectory } from '../helpers/corpus.ts'

const pages = join(import.meta.dirname, '../../docs/coverage')

test('pages of the APIs that come with us say what answers each method; `discovery-emulator coverage` makes them', async () => {
  const engine = new Engine({ clock: new Clock(), seed: '' })
  const services = await loadServices(ownApiData, { fallback: engineFallback(engine) })
  const parity = await readParity()
  for (const service of services) {
    const { name, version } = service.outline
    const page = readFileSync(join(pages, `${name}_${version}.md`), 'utf8')
    expect(page).toBe(apiPage(service, parity[service.id]))
  }
})

test('the table of all has a row for each page', () => {
  const index = readFileSync(join(pages, 'README.md'), 'utf8')
  const rows = [...index.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)]
  expect(rows.length).toBeGreaterThan(60)
  for (const [, id, file] of rows)
    expect(readFileSync(join(pages, file!), 'utf8').split('\n')[1]).toContain(`${id}: `)
})

const recordings = ['google', 'other'].map((who) =>
  join(pages, `../../../shared/recordings/${who}-calls.jsonl.gz`),
)
const isMissing = corpusDirectory === undefined || !recordings.every((file) => existsSync(file))
const missing = isMissing ? ': the recordings are not at hand' : ''

test.skipIf(isMissing)(
  `all pages and figures are what is measured now${missing}`,
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'coverage-'))
    onTestFinished(() => rmSync(out, { recursive: true }))
    vi.spyOn(console, 'log').mockReturnValue()
    onTestFinished(() => void vi.restoreAllMocks())
    // Ours last: their handlers answer, not what their documents say.
    for (const folder of [corpusDirectory!, ownApiData])
      await coverageCommand(configOf(folder), { recordings, out })
    expect(readdirSync(pages).toSorted()).toEqual(readdirSync(out).toSorted())
    for (const name of readdirSync(out))
      expect(readFileSync(join(pages, name), 'utf8')).toBe(readFileSync(join(out, name), 'utf8'))
  },
  60_000,
)

const configOf = (apiData: string): Config => ({
  ...defaultsOf(settings),
  api_data: apiData,
  ofModules: {},
})
