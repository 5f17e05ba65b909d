// All worksheets, by the name that a task calls them.
import { arrows } from './arrows.ts'
import { barcodeChecksumPoster } from './barcode_checksum_poster.ts'
import { binaryCards } from './binary_cards.ts'
import { binaryCardsSmall } from './binary_cards_small.ts'
import { binaryToAlphabet } from './binary_to_alphabet.ts'
import { binaryWindows } from './binary_windows.ts'
import { grid } from './grid.ts'
import { jobBadges } from './job_badges.ts'
import { leftRightCards } from './left_right_cards.ts'
import { moduloClock } from './modulo_clock.ts'
import { parityCards } from './parity_cards.ts'
import { pianoKeys } from './piano_keys.ts'
import { searchingCards } from './searching_cards.ts'
import { sortingNetwork } from './sorting_network.ts'
import { sortingNetworkCards } from './sorting_network_cards.ts'
import { trainStations } from './train_stations.ts'
import { treasureHunt } from './treasure_hunt.ts'
import type { Worksheet } from './worksheet.ts'

const all = {
  arrows,
  barcode_checksum_poster: barcodeChecksumPoster,
  binary_cards: binaryCards,
  binary_cards_small: binaryCardsSmall,
  binary_to_alphabet: binaryToAlphabet,
  binary_windows: binaryWindows,
  grid,
  job_badges: jobBadges,
  left_right_cards: leftRightCards,
  modulo_clock: moduloClock,
  parity_cards: parityCards,
  piano_keys: pianoKeys,
  searching_cards: searchingCards,
  sorting_network: sortingNetwork,
  sorting_network_cards: sortingNetworkCards,
  train_stations: trainStations,
  treasure_hunt: treasureHunt,
}

export type WorksheetName = keyof typeof all

export const worksheets: Readonly<Record<WorksheetName, Worksheet>> = all
