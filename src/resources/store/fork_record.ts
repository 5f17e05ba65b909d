// What a database keeps of a fork and of a snapshot: which layers they are made of.
import { randomBytes } from 'node:crypto'
import { notFound } from '../../errors.ts'
import type { JsonObject } from '../json.ts'
import type { Entry, Put, SeenEntry } from './entries/entries.ts'
import { forkKey, snapshotKey, wasteKey, type Layer } from './keys.ts'
import type { Layers } from './layers.ts'

export interface Fork {
  readonly name: string
  /** 0: it is the first, and nothing was kept of it. */
  readonly version: number
  readonly layers: Layers
  /** Layers that it is reset to. */
  readonly seed: readonly Layer[]
}

/** Ids never come again, also across processes. */
export const newLayer = (): Layer => randomBytes(9).toString('base64url')

/** Throws NOT_FOUND for a fork that was never made. */
export function forkIn(name: string, entry: Entry | undefined): Fork {
  if (entry === undefined) {
    if (name !== '') throw notFound(`There is no fork ${JSON.stringify(name)}.`)
    return { name, version: 0, layers: ['first'], seed: [] }
  }
  const { layers, seed } = entry.value as unknown as Pick<Fork, 'layers' | 'seed'>
  return { name, version: entry.version, layers, seed }
}

export const layersIn = ({ value }: Entry): readonly Layer[] => [
  ...(value['layers'] as Layer[]),
  ...((value['seed'] as Layer[] | undefined) ?? []),
]

export const seenFork = ({ name, version }: Fork): SeenEntry => ({ key: forkKey(name), version })

/** A fork over these layers, with one of its own to write on. */
export const putFork = (name: string, under: readonly Layer[], seed: readonly Layer[]): Put => ({
  key: forkKey(name),
  value: { layers: [newLayer(), ...under], seed: [...seed] },
})

export const putSnapshot = (name: string, layers: readonly Layer[]): Put => ({
  key: snapshotKey(name),
  value: { layers: [...layers] },
})

/** Notes layers that somebody needs no more. `notBefore`, in milliseconds: somebody builds it until then. */
export const putWaste = (layers: readonly Layer[], notBefore = 0): Put[] =>
  layers.map((layer) => ({ key: wasteKey(layer), value: { notBefore } as JsonObject }))
