// A folder that looks like this repository after `npm install`, in which commands may write.
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './pages.ts'

/** What commands change. The rest is this repository's own. */
const COPIED = ['api_data', 'package.json', '.npmrc', 'gunicorn-equivalent.config.ts']
const LINKED = [
  'bin',
  'dev',
  'docs',
  'node_modules',
  'render',
  'src',
  'test',
  'tsconfig.json',
  'worker',
]

export interface Checkout extends Disposable {
  readonly folder: string
}

/** `also`: copied besides. */
export function makeCheckout(also: readonly string[] = []): Checkout {
  const parent = mkdtempSync(join(tmpdir(), 'checkout-'))
  const folder = join(parent, 'discovery-emulator')
  const copied = [...COPIED, ...also]
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
  for (const name of LINKED.filter((one) => !copied.includes(one)))
    symlinkSync(join(root, name), join(folder, name))
  return { folder, [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }) }
}
