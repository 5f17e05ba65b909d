// Files that look like data beside a document, and that nothing reads: for what is misspelt, silence would be the only answer.
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { didYouMean } from '../../api/did_you_mean.ts'
import type { OverlayKind } from './check_overlay.ts'

/** One or many: `seeds` for `seed`. */
const kindOf: Readonly<Record<string, OverlayKind>> = {
  seed: 'seed',
  seeds: 'seed',
  rule: 'rules',
  rules: 'rules',
  default: 'defaults',
  defaults: 'defaults',
  trait: 'traits',
  traits: 'traits',
}

/** Sentences about those in the folders of the documents. `paths`: of the documents. */
export function strayFiles(paths: readonly string[]): string[] {
  return [...Map.groupBy(paths, dirname)].flatMap(([folder, held]) => {
    const names = held.map((path) => basename(path, '.api'))
    return readdirSync(folder).flatMap((file) => {
      const complaint = complaintOf(file, names)
      return complaint === undefined ? [] : [`${join(folder, file)}: ${complaint}`]
    })
  })
}

function complaintOf(file: string, names: readonly string[]): string | undefined {
  const [, name = '', word = ''] = /^(.+)\.([a-z]+)\.json$/.exec(file) ?? []
  if (!Object.hasOwn(kindOf, word)) return undefined
  if (!names.includes(name)) return `there is no ${name}.api beside it${didYouMean(name, names)}`
  return word === kindOf[word]
    ? undefined
    : `nothing reads it; did you mean ${name}.${kindOf[word]}.json?`
}
