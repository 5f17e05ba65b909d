// An emulator in the test's own process, with settings of the server's own and what it warns of.
import { openEmulator, type Emulator } from '../../src/emulator.ts'
import { settings, type Settings } from '../../src/config/settings.ts'
import { silentLog } from '../../src/log.ts'
import { defaultsOf } from '../../src/setting.ts'

export interface OpenedEmulator extends AsyncDisposable {
  readonly emulator: Emulator
  /** Sentences, in their order. */
  readonly warnings: readonly string[]
}

export async function openedEmulator(own: Partial<Settings>): Promise<OpenedEmulator> {
  const warnings: string[] = []
  const config = {
    ...defaultsOf(settings),
    bind: '127.0.0.1:0',
    store_url: 'memory:',
    cache_dir: '',
    keys_dir: '',
    graceful_timeout: 1,
    ofModules: {},
    ...own,
  }
  const warn = (sentence: string) => void warnings.push(sentence)
  const emulator = await openEmulator(config, { warn, log: silentLog })
  return { emulator, warnings, [Symbol.asyncDispose]: () => emulator.stop() }
}
