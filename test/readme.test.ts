// What the README says of the settings is what the server reads.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingsIn } from '../src/api/import_handlers.ts'
import { settings } from '../src/config/settings.ts'
import type { SettingTable } from '../src/setting.ts'

test('the README has every setting with its variable, default and meaning', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const rows = readme.split('\n').filter((line) => line.startsWith('| `--'))
  const declared = await settingsIn(join(import.meta.dirname, '../api_data'))
  const all: SettingTable = { ...settings, ...declared.settings }
  const expected = Object.entries(all).map(
    ([name, { env, default: value, about }]) =>
      `| \`--${name.replaceAll('_', '-')}\` | \`${env}\` | ${value === '' ? '' : `\`${String(value)}\``} | ${about} |`,
  )
  expect(rows).toEqual(expect.arrayContaining(expected))
})
