// The README's table of settings is made from their declarations: `npx vitest run test/readme.test.ts -u` writes it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingsIn } from '../src/api/import_handlers.ts'
import { settings } from '../src/config/settings.ts'
import type { Setting, SettingTable } from '../src/setting.ts'

const root = join(import.meta.dirname, '..')

/** Rows of settings with one flag; those that are written by hand name two, or none. */
const ROWS = /(?:^\| `--[\w-]+` \|.*\n)+/m

function rowOf(name: string, { env, default: value, about }: Setting<unknown>): string {
  const shown = value === '' ? '' : `\`${String(value)}\``
  return `| \`--${name.replaceAll('_', '-')}\` | \`${env}\` | ${shown} | ${about} |\n`
}

test('the README has every setting with its variable, default and meaning', async () => {
  const file = join(root, 'README.md')
  const readme = await readFile(file, 'utf8')
  const declared = await settingsIn(join(root, 'api_data'))
  const all: SettingTable = { ...settings, ...declared.settings }
  const rows = Object.entries(all).map(([name, setting]) => rowOf(name, setting))
  expect(rows.length).toBeGreaterThan(20)
  expect(readme).toMatch(ROWS)
  await expect(readme.replace(ROWS, rows.join(''))).toMatchFileSnapshot(file)
})
