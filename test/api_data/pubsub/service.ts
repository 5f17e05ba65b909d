// An emulator of Pub/Sub with the protos of Google's client beside its document, and clients of it.
import { PubSub } from '@google-cloud/pubsub'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Emulator } from '../../../src/emulator.ts'
import { startEmulator } from '../../../src/start_emulator.ts'

const root = join(import.meta.dirname, '../../..')

/** A folder with our pair and its descriptors, as `add --protos` leaves it; removed in the end. */
export function pubsubFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pubsub-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  copyFileSync(join(root, 'api_data/pubsub_v1.api'), join(folder, 'pubsub_v1.api'))
  writeFileSync(
    join(folder, 'pubsub_v1.ts'),
    `export * from '${join(root, 'api_data/pubsub_v1.ts')}'\n`,
  )
  const protos = join(root, 'node_modules/@google-cloud/pubsub/build/protos/protos.json')
  copyFileSync(protos, join(folder, 'pubsub_v1.protos.json'))
  return folder
}

export interface Service extends AsyncDisposable {
  readonly emulator: Emulator
  readonly client: PubSub
  /** REST: a POST unless `method` says otherwise. */
  readonly rest: (
    path: string,
    body?: unknown,
    method?: string,
  ) => Promise<{ readonly status: number; readonly json: any }> // oxlint-disable-line typescript/no-explicit-any -- tests reach into answers of every form
}

export function clientOf(url: string): PubSub {
  return new PubSub({ projectId: 'p', apiEndpoint: new URL(url).host, emulatorMode: true })
}

export async function startService(apiData: string, storeUrl = 'memory:'): Promise<Service> {
  const emulator = await startEmulator({ apiData, storeUrl })
  const client = clientOf(emulator.url)
  return {
    emulator,
    client,
    async rest(path, body, method = 'POST') {
      const answer = await fetch(`${emulator.url}/v1/projects/p/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      })
      return { status: answer.status, json: await answer.json() }
    },
    async [Symbol.asyncDispose]() {
      await client.close()
      await emulator.stop()
    },
  }
}
