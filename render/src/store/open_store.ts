// The result store that the settings name.
import type { RenderSettings } from '../service/settings.ts'
import { openDirectory } from './directory.ts'
import type { ResultStore } from './store.ts'

export async function openResultStore({
  resultPlace,
  resultUrl,
}: Pick<RenderSettings, 'resultPlace' | 'resultUrl'>): Promise<ResultStore> {
  if (resultPlace.kind === 'directory') return openDirectory(resultPlace.folder, resultUrl)
  // The client takes a quarter of a second to load, which those without a bucket need not wait for.
  const { openBucket } = await import('./bucket.ts')
  return openBucket(resultPlace, resultUrl)
}
