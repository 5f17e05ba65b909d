// The README's table of settings names every setting, with its default.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Setting } from '../src/config/setting.ts'
import { settings } from '../src/config/settings.ts'

const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')

const rows = new Map(
  readme.split('\n').flatMap((line) => {
    const [, name, told, about] = line.split('|').map((cell) => cell.trim())
    return name?.startsWith('`') ? [[name.slice(1, -1), { told, about }] as const] : []
  }),
)

const toldDefault = ({ env, default: value }: Setting<unknown>): string =>
  env === 'WORKER_PROCESSES' ? 'processors of the machine' : `${(value ?? '') as string | number}`

test.each(Object.values(settings as Record<string, Setting<unknown>>))(
  'the README says what $env is',
  (setting) => {
    expect(rows.get(setting.env)).toEqual({ told: toldDefault(setting), about: setting.about })
  },
)
