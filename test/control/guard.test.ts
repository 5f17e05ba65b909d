// Who may use the control API: this machine, and whoever knows the token.
import { expect, test } from 'vitest'
import { controlGuard } from '../../src/control/guard.ts'
import type { BoundMethod, Service } from '../../src/api/service.ts'

const own = {} as Service
const bound = { service: own } as BoundMethod
const caller = (isLocal: boolean, token?: string) => ({
  isLocal,
  header: (name: string) => (name === 'x-emulator-token' ? token : undefined),
})

test('this machine may, without a token', () => {
  expect(() => controlGuard(own, 'secret')(bound, caller(true))).not.toThrow()
})

test('another machine may only with the token', () => {
  expect(() => controlGuard(own, '')(bound, caller(false, ''))).toThrow('--control-token TOKEN')
  expect(() => controlGuard(own, 'secret')(bound, caller(false, 'secres'))).toThrow(
    'X-Emulator-Token',
  )
  expect(() => controlGuard(own, 'secret')(bound, caller(false))).toThrow('X-Emulator-Token')
  expect(() => controlGuard(own, 'secret')(bound, caller(false, 'secret'))).not.toThrow()
})

test('other APIs are for everybody', () => {
  const other = { service: {} as Service } as BoundMethod
  expect(() => controlGuard(own, '')(other, caller(false))).not.toThrow()
})
