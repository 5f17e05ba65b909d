// The pages of docs/coverage: as they would be made now, as far as that can be told without recordings.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiPage } from '../../src/cli/coverage/pages.ts'
import { readParity } from '../../src/cli/coverage/parity.ts'
import { ownApiData } from '../../src/config/api_data.ts'
import { loadServices } from '../../src/api/states.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'

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
