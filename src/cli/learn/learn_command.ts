// `learn FILE`: proposes defaults, seeds and traits from a recording, for a person to review.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { judge } from '../replay/judge.ts'
import { readRecording } from '../replay/recording.ts'
import { openSubject } from '../replay/open_subject.ts'
import { Learner, type Proposal } from './proposals.ts'

export interface LearnOptions {
  readonly file: string
  /** Folder to write `name_version.defaults.json` and the like to. */
  readonly out: string
  /** Without the data that comes with us. */
  readonly isBare?: boolean
}

export async function learnCommand(config: Config, options: LearnOptions): Promise<number> {
  await using subject = await openSubject(config, options.isBare === true)
  const learner = new Learner(subject)
  await judge(readRecording(options.file, subject.identify), subject, (verdict) =>
    learner.note(verdict),
  )
  const found = [...learner.proposals].map(([api, proposal]) => [api, filesOf(proposal)] as const)
  if (found.every(([, files]) => files.length === 0)) {
    console.log(
      `Nothing to learn from ${options.file}: what it tells is answered as in it already.`,
    )
    return 0
  }
  mkdirSync(options.out, { recursive: true })
  for (const [api, files] of found)
    for (const [kind, content] of files) {
      const file = join(options.out, `${api.replace(':', '_')}.${kind}.json`)
      writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
      console.log(
        `${file}: ${Object.keys(content).length} entries; review them, then put it beside the document`,
      )
    }
  return 0
}

function filesOf({ defaults, seed, notFound }: Proposal): (readonly [string, object])[] {
  const all = [
    ['defaults', defaults],
    ['seed', seed],
    ['traits', Object.keys(notFound).length === 0 ? {} : { notFound }],
  ] as const
  return all.filter(([, content]) => Object.keys(content).length > 0)
}
