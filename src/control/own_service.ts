// The control API, which is served whatever folder the documents are in.
import type { Service } from '../api/service.ts'
import { loadServices } from '../api/states.ts'
import { ownApiData } from '../config/api_data.ts'

const ID = 'emulator:v1'

/** That of the folder, where it is there; else our own, which lists do not show. */
export async function controlService(services: readonly Service[]): Promise<Service> {
  const given = services.find(({ id }) => id === ID)
  if (given !== undefined) return given
  const [own] = await loadServices(ownApiData, { only: ['emulator_v1.api'], isHidden: true })
  return own!
}
