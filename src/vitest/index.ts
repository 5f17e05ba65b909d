// `discovery-emulator/vitest`: what tests assert of the calls that an emulator got. Importing it adds the matchers.
import { expect } from 'vitest'
import { toHaveCalled, type CallMatch } from './matchers.ts'

expect.extend({ toHaveCalled })

declare module 'vitest' {
  // Its parameters are named as vitest names them.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Of an emulator or a fork of it: a method was called (`*` stands for any text), so many times if `times` says it, with
     * parameters and a message that hold what is given.
     */
    toHaveCalled(method: string, match?: CallMatch): R
  }
}
