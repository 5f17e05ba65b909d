// The clock of the server is set back, by libfaketime. Its monotonic clock goes on, as on a machine. Redis, which hangs under libfaketime
// in its allocator, keeps its time.
import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { describe } from 'vitest'
import { scenario, type Fault } from '../scenario.ts'

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

/** Holds by how many seconds the clock is behind. */
let file: string
let behind = 0

const steppedBack: Fault = {
  what: 'the clock is set back',
  lasts: 1500,
  async inflict(_, chance) {
    // A lease lasts longer by what the clock is set back, and the drain at the end waits for the last.
    behind += behind === 0 ? 10 : (1 + chance.below(9)) / 10
    writeFileSync(file, `-${behind.toFixed(1)}`)
    return async () => {}
  },
}

const isMissing = !existsSync(library)
if (isMissing && env['REQUIRE_FAKETIME'] === '1') throw new Error(`there is no ${library}`)

describe.skipIf(isMissing)('libfaketime', () => {
  scenario({
    name: 'the clock is set back',
    stores: ['SQLite', 'memory', 'Redis'],
    faults: [steppedBack],
    async subject() {
      const folder = await mkdtemp(join(tmpdir(), 'clock-'))
      file = join(folder, 'offset')
      behind = 0
      writeFileSync(file, '+0')
      const faked = {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_CACHE_DURATION: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      }
      return {
        env: faked,
        [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
      }
    },
  })
})
