// All worksheets, by the name that a task calls them.
import { grid } from './grid.ts'
import { jobBadges } from './job_badges.ts'
import { pianoKeys } from './piano_keys.ts'
import { sortingNetwork } from './sorting_network.ts'
import { trainStations } from './train_stations.ts'
import { treasureHunt } from './treasure_hunt.ts'
import type { Worksheet } from './worksheet.ts'

const all = {
  grid,
  job_badges: jobBadges,
  piano_keys: pianoKeys,
  sorting_network: sortingNetwork,
  train_stations: trainStations,
  treasure_hunt: treasureHunt,
}

export type WorksheetName = keyof typeof all

export const worksheets: Readonly<Record<WorksheetName, Worksheet>> = all
