// The states of handler modules: one for each `open`, whichever documents use it.
import { describe, expect, test } from 'vitest'
import type { Environment } from '../../src/api/handlers.ts'
import type { Service } from '../../src/api/service.ts'
import { States } from '../../src/api/states.ts'
import { Clock } from '../../src/clock.ts'

const environment = {
  clock: new Clock(),
  storeUrl: 'memory:',
  settings: {} as never,
  baseUrl: () => 'http://localhost',
  warn: () => {},
  resources: () => {
    throw new Error('there are none')
  },
}

const serviceOf = (open: ((environment: Environment<never>) => unknown) | undefined): Service =>
  ({ source: { file: 'x_v1.api' }, module: open && { handlers: {}, open } }) as unknown as Service

const broken = () => {
  throw new Error('no room')
}

describe('the state of modules', () => {
  test('is one for all documents whose modules have the same open, and is disposed of once', async () => {
    let opened = 0
    let disposed = 0
    const open = () => {
      opened += 1
      return { [Symbol.dispose]: () => void (disposed += 1) }
    }
    const services = [serviceOf(open), serviceOf(open), serviceOf(undefined)]
    const states = new States(environment)
    await states.open(services)
    expect(services[0]!.state).toBe(services[1]!.state)
    expect(services[2]!.state).toBeUndefined()
    await states[Symbol.asyncDispose]()
    expect([opened, disposed]).toEqual([1, 1])
  })

  test('may be made of one that others share, and goes before it', async () => {
    const gone: string[] = []
    const queues = () => ({ [Symbol.dispose]: () => void gone.push('queues') })
    const dispatcher = async ({ shared }: Environment<never>) => ({
      queues: await shared(queues),
      [Symbol.dispose]: () => void gone.push('dispatcher'),
    })
    const services = [serviceOf(dispatcher), serviceOf(queues)]
    const states = new States(environment)
    await states.open(services)
    expect(services[0]!.state).toMatchObject({ queues: services[1]!.state })
    await states[Symbol.asyncDispose]()
    expect(gone).toEqual(['dispatcher', 'queues'])
  })

  test('that cannot be made is said with its file, and what was made is disposed of', async () => {
    let disposed = 0
    const fine = () => ({ [Symbol.dispose]: () => void (disposed += 1) })
    const states = new States(environment)
    await expect(states.open([serviceOf(fine), serviceOf(broken)])).rejects.toThrow(
      'x_v1.ts: no room',
    )
    expect(disposed).toBe(1)
  })
})
