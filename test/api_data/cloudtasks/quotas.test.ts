// Quotas of the strict profile, by the clock.
import { startEmulator } from 'discovery-emulator'
import { expect, test } from 'vitest'
import { send } from '../../control/helpers.ts'

const LOCATION = 'projects/p/locations/us-central1'
const HOST = 'cloudtasks.googleapis.com'

test('in the strict profile lists and leases are refused when they are too many, until time has passed', async () => {
  await using emulator = await startEmulator({ settings: { profile: 'strict' } })
  emulator.clock.freeze()
  const list = async () => (await send(emulator, `GET ${HOST}/v2/${LOCATION}/queues`)).status
  const codes = await Promise.all(Array.from({ length: 601 }, list))
  expect(codes.filter((code) => code === 429)).toEqual([429])
  const { body } = await send(emulator, `GET ${HOST}/v2/projects/p/locations/us-central1/queues`)
  expect(body).toMatchObject({
    error: {
      status: 'RESOURCE_EXHAUSTED',
      details: [{ reason: 'RATE_LIMIT_EXCEEDED' }, { links: [{}] }],
    },
  })
  expect(
    (await send(emulator, `GET ${HOST}/v2/projects/other/locations/us-central1/queues`)).status,
  ).toBe(200)
  emulator.clock.advance(60)
  expect(await list()).toBe(200)

  const queue = `${LOCATION}/queues/pull`
  await send(emulator, `POST ${HOST}/v2beta2/${LOCATION}/queues`, {
    body: { name: queue, pullTarget: {} },
  })
  const lease = async () =>
    (
      await send(emulator, `POST ${HOST}/v2beta2/${queue}/tasks:lease`, {
        body: { leaseDuration: '60s', maxTasks: 1 },
      })
    ).status
  const leases = await Promise.all(Array.from({ length: 11 }, lease))
  expect(leases.filter((code) => code === 429)).toEqual([429])
  emulator.clock.advance(1)
  expect(await lease()).toBe(200)
})

test('other servers have no quotas', async () => {
  await using emulator = await startEmulator()
  const list = async () => (await send(emulator, `GET ${HOST}/v2/${LOCATION}/queues`)).status
  const codes = await Promise.all(Array.from({ length: 610 }, list))
  expect(new Set(codes)).toEqual(new Set([200]))
})
