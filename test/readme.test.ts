// What the README says of the settings is what the server reads.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { settings } from '../src/config/settings.ts'

test('the README has every setting with its variable, default and meaning', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const rows = readme.split('\n').filter((line) => line.startsWith('| `--'))
  const expected = Object.entries(settings).map(
    ([name, { env, default: value, about }]) =>
      `| \`--${name.replaceAll('_', '-')}\` | \`${env}\` | ${value === '' ? '' : `\`${value}\``} | ${about} |`,
  )
  expect(rows).toEqual(expect.arrayContaining(expected))
})
