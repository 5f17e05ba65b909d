// `check`: whether documents, handlers and descriptors can be served.
import { readdir } from 'node:fs/promises'
import { Clock } from '../../clock.ts'
import type { Service } from '../../api/service.ts'
import { loadServices } from '../../api/states.ts'
import { foldersIn, type Config } from '../../config/config.ts'
import { DocumentError } from '../../discovery/read/load.ts'
import { isDescriptorFile } from '../../discovery/protos/file_names.ts'
import { Engine } from '../../resources/engine.ts'

/** Reads everything and says what is wrong, without serving. */
export async function checkDocuments(config: Config): Promise<number> {
  const services = await loadServices(config.api_data, { ownApiData: config.ownApiData })
  new Engine({ clock: new Clock(), seed: '' }).check(services.map(({ source }) => source))
  await checkDescriptors(config, services)
  const methods = services.reduce((sum, service) => sum + service.methods.length, 0)
  console.log(
    `${services.length} documents with ${methods} methods in ${config.api_data}: nothing wrong.`,
  )
  return 0
}

/** Throws a DocumentError that names every file of descriptors that cannot be read, and every rpc that none of them has. */
async function checkDescriptors(
  { api_data: folder, proto_path }: Config,
  services: readonly Service[],
): Promise<void> {
  const names = await readdir(folder)
  if (!names.some(isDescriptorFile) && services.every(({ module }) => module?.rpcs === undefined))
    return
  const { loadDescriptors } = await import('../../grpc/descriptors/load.ts')
  const { ownRpcs } = await import('../../grpc/own_rpcs.ts')
  const faults: string[] = []
  const note = (fault: string) => void faults.push(`  ${fault}`)
  const { registry } = await loadDescriptors(folder, note, foldersIn(proto_path))
  ownRpcs(services, registry, note)
  if (faults.length > 0) throw new DocumentError(['gRPC:', ...faults].join('\n'))
}
