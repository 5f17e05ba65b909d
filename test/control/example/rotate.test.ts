// How an app is tested against the emulator: seeded once, forked for each test, all of them at once, on a clock of their own.
import '../../../src/vitest/index.ts'
import { mkdtempSync, copyFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../../src/index.ts'
import { corpusDirectory } from '../../helpers/corpus.ts'
import { clientFor, rotate } from './rotate.ts'

const missing =
  corpusDirectory === undefined ? ': the document of Secret Manager is not at hand' : ''

describe.skipIf(corpusDirectory === undefined)(`the rotation of secrets${missing}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rotate-'))
  let emulator: Emulator
  beforeAll(async () => {
    copyFileSync(
      join(corpusDirectory!, 'secretmanager_v1.api'),
      join(folder, 'secretmanager_v1.api'),
    )
    emulator = await startEmulator({ apiData: folder })
    await emulator.seed([
      {
        api: 'secretmanager',
        name: 'projects/shop/secrets/db',
        resource: { name: 'projects/shop/secrets/db' },
      },
      {
        api: 'secretmanager',
        name: 'projects/shop/secrets/tls',
        resource: { name: 'projects/shop/secrets/tls' },
      },
    ])
  })
  afterAll(async () => {
    await emulator.stop()
    rmSync(folder, { recursive: true })
  })

  const fresh = async () => {
    const fork = await emulator.fork()
    const client = clientFor(`${emulator.url}/secretmanager.googleapis.com/`, fork.headers)
    const run = () =>
      rotate(
        client,
        'shop',
        30,
        () => fork.clock.now() / 1000,
        () => 'new',
      )
    return { ...fork, client, run }
  }

  test('fifty tests at once, each in a fork with days of its own', async () => {
    const rotations = await Promise.all(
      Array.from({ length: 50 }, async (_, days) => {
        await using app = await fresh()
        const first = await app.run()
        app.clock.advance(days * 86_400)
        const second = await app.run()
        expect(app).toHaveCalled('secretmanager.projects.secrets.addVersion', {
          times: first.length + second.length,
          status: 'OK',
        })
        return [first.length, second.length]
      }),
    )
    expect(rotations).toEqual(Array.from({ length: 50 }, (_, days) => [2, days < 30 ? 0 : 2]))
    expect(emulator).not.toHaveCalled('secretmanager.*')
  })

  test('a quota that is used up is waited for', async () => {
    await using app = await fresh()
    using quota = app.faults.set({
      method: 'secretmanager.projects.secrets.addVersion',
      status: 'RESOURCE_EXHAUSTED',
      count: 1,
    })
    expect(await app.run()).toHaveLength(2)
    expect(quota.hits).toBe(1)
    expect(app).toHaveCalled('secretmanager.projects.secrets.addVersion', {
      status: '429',
      times: 1,
    })
    expect(app).toHaveCalled('secretmanager.projects.secrets.addVersion', {
      params: { parent: 'projects/shop/secrets/db' },
      message: { payload: { data: Buffer.from('new').toString('base64') } },
    })
  })
})
