// The result store that the settings name.
import type { RenderSettings } from '../service/settings.ts'
import { openDirectory } from './directory.ts'
import type { ResultStore } from './store.ts'

export const openResultStore = ({
  resultFolder,
  resultUrl,
}: Pick<RenderSettings, 'resultFolder' | 'resultUrl'>): ResultStore =>
  openDirectory(resultFolder, resultUrl)
