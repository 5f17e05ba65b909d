// The commands, by name: what each takes of the command line, and what it does.
import type { Config } from '../config/config.ts'
import { addCommand } from './add/add.ts'
import { checkCommand } from './check/check_command.ts'
import { coverageCommand } from './coverage/coverage_command.ts'
import { devCommand } from './dev.ts'
import { keyCommand } from './key_command.ts'
import { mcpCommand } from './mcp/mcp_command.ts'
import { learnCommand } from './learn/learn_command.ts'
import { recordCommand } from './record/record_command.ts'
import { replayCommand } from './replay/replay_command.ts'
import { serveCommand } from './serve.ts'
import { typesCommand } from './types.ts'

/** What was not understood, for the person at the terminal. */
export class UsageError extends Error {}

/** What stands behind a command. */
export interface Given {
  readonly rest: readonly string[]
  /** All flags, as they were given. */
  readonly flags: readonly string[]
  /** Undefined for a flag that was not given. */
  readonly text: (name: string) => string | undefined
  readonly is: (name: string) => boolean
}

interface Command {
  /** How many words it takes. */
  readonly words: number
  /** Whether it writes documents, into the user's own folder where none is named. */
  readonly writes?: boolean
  /** Resolves to the exit code. */
  readonly run: (config: Config, given: Given) => number | Promise<number>
}

export const commands: Readonly<Record<string, Command>> = {
  serve: { words: 0, run: (config) => serveCommand(config) },
  dev: { words: 0, run: (config, { flags }) => devCommand(config, flags) },
  check: {
    words: 1,
    run: (config, { rest, is }) => checkCommand(config, { path: rest[0], isJson: is('json') }),
  },
  types: {
    words: 0,
    writes: true,
    run: ({ api_data: folder }, { is }) => typesCommand(folder, { check: is('check') }),
  },
  add: {
    words: 2,
    writes: true,
    run: (config, { rest: [name, version], text, is }) =>
      addCommand(config, {
        name,
        version,
        from: text('from'),
        force: is('force'),
        protos: text('protos'),
      }),
  },
  replay: {
    words: 1,
    run: (config, { rest: [file], text, is }) => {
      if (file === undefined) throw new UsageError('replay needs the FILE of a recording')
      const show = Number(text('show') ?? 0)
      const [byMethod, isBare] = [is('methods'), is('bare')]
      return replayCommand(config, { file, api: text('api'), byMethod, isBare, show })
    },
  },
  record: {
    words: 0,
    run: (config, { text }) => {
      const upstream = text('upstream')
      if (upstream === undefined)
        throw new UsageError('record needs --upstream URL, where the real service is')
      return recordCommand(config, { upstream, out: text('out') ?? 'recording.jsonl' })
    },
  },
  learn: {
    words: 1,
    run: (config, { rest: [file], text, is }) => {
      if (file === undefined) throw new UsageError('learn needs the FILE of a recording')
      return learnCommand(config, { file, out: text('out') ?? 'learned', isBare: is('bare') })
    },
  },
  coverage: {
    words: Infinity,
    run: (config, { rest, text }) =>
      coverageCommand(config, { recordings: rest, out: text('out') ?? 'docs/coverage' }),
  },
  mcp: {
    words: 0,
    run: (config, { text }) => mcpCommand(config, { url: text('url'), fork: text('fork') }),
  },
  key: {
    words: 0,
    run: (config, { text, is }) => {
      const [project, name] = [text('project'), text('account')]
      if (project === undefined || name === undefined)
        throw new UsageError('key needs --project PROJECT and --account NAME')
      return keyCommand(config, { project, name, out: text('out'), isFederated: is('federated') })
    },
  },
}
