// The control API, which is served whatever folder the documents are in.
import { join } from 'node:path'
import type { Service } from '../api/service.ts'
import { loadServices } from '../api/states.ts'

/** Where the documents are that come with us. */
export const ownDocuments = join(import.meta.dirname, '..', '..', 'api_data')

const ID = 'emulator:v1'

/** That of the folder, where it is there; else our own, which lists do not show. */
export async function controlService(services: readonly Service[]): Promise<Service> {
  const given = services.find(({ id }) => id === ID)
  if (given !== undefined) return given
  const [own] = await loadServices(ownDocuments, { only: ['emulator_v1.api'], isHidden: true })
  return own!
}
