// The documents and handlers of a folder, bound, with the state of each API made.
import type { Environment } from './handlers.ts'
import { DocumentError, loadDocuments, type LoadOptions } from '../discovery/read/load.ts'
import { bind, type BindOptions } from './bind.ts'
import { importHandlers } from './import_handlers.ts'
import type { Service } from './service.ts'

/** Reads, checks and binds everything; nothing is opened yet. Throws a DocumentError with all problems. */
export async function loadServices(
  apiData: string,
  options: BindOptions & Partial<LoadOptions> = {},
): Promise<Service[]> {
  const documents = await loadDocuments(apiData, options)
  if (documents.length === 0)
    throw new DocumentError(
      `there is no .api document in ${apiData}; put one there, or name another folder with --api-data DIR or API_DATA=DIR`,
    )
  return bind(await importHandlers(documents), options)
}

/** Makes the state of each API. If one fails, those already made are disposed of. */
export async function openStates(
  services: readonly Service[],
  environment: Environment,
): Promise<void> {
  for (const [i, service] of services.entries()) {
    try {
      service.state = await service.module?.open?.(environment)
    } catch (error) {
      await closeStates(services.slice(0, i))
      const message = error instanceof Error ? error.message : String(error)
      const file = service.source.file.replace(/\.api$/, '.ts')
      throw new Error(`${file}: ${message}`, { cause: error })
    }
  }
}

export async function closeStates(services: readonly Service[]): Promise<void> {
  for (const service of services) {
    const state = service.state as Partial<AsyncDisposable & Disposable> | undefined
    service.state = undefined
    await state?.[Symbol.asyncDispose]?.()
    state?.[Symbol.dispose]?.()
  }
}
