// The commands, by name: what each does with what it was given. Each is loaded when it is asked for: a server starts without
// the others.
import type { Config } from '../config/config.ts'
import type { CommandName } from './usage.ts'

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
  /** Whether it writes documents, into the user's own folder where none is named. */
  readonly writes?: boolean
  /** Resolves to the exit code. */
  readonly run: (config: Config, given: Given) => number | Promise<number>
}

export const commands: Readonly<Record<CommandName, Command>> = {
  serve: { run: async (config) => (await import('./serve.ts')).serveCommand(config) },
  dev: {
    run: async (config, { flags }) => (await import('./dev.ts')).devCommand(config, flags),
  },
  check: {
    run: async (config, { rest, is }) =>
      (await import('./check/check_command.ts')).checkCommand(config, {
        path: rest[0],
        isJson: is('json'),
      }),
  },
  types: {
    writes: true,
    run: async ({ api_data: folder }, { is }) =>
      (await import('./types.ts')).typesCommand(folder, { check: is('check') }),
  },
  add: {
    writes: true,
    run: async (config, { rest: [name, version], text, is }) =>
      (await import('./add/add.ts')).addCommand(config, {
        name,
        version,
        from: text('from'),
        force: is('force'),
        protos: text('protos'),
      }),
  },
  replay: {
    run: async (config, { rest: [file], text, is }) => {
      if (file === undefined) throw new UsageError('replay needs the FILE of a recording')
      const show = Number(text('show') ?? 0)
      if (!Number.isInteger(show) || show < 0)
        throw new UsageError(`--show is "${text('show')}", but must be a whole number from 0 on`)
      const [byMethod, isBare] = [is('methods'), is('bare')]
      const { replayCommand } = await import('./replay/replay_command.ts')
      return replayCommand(config, { file, api: text('api'), byMethod, isBare, show })
    },
  },
  record: {
    run: async (config, { text }) => {
      const upstream = text('upstream')
      if (upstream === undefined)
        throw new UsageError('record needs --upstream URL, where the real service is')
      const { recordCommand } = await import('./record/record_command.ts')
      return recordCommand(config, { upstream, out: text('out') ?? 'recording.jsonl' })
    },
  },
  learn: {
    run: async (config, { rest: [file], text, is }) => {
      if (file === undefined) throw new UsageError('learn needs the FILE of a recording')
      const { learnCommand } = await import('./learn/learn_command.ts')
      return learnCommand(config, { file, out: text('out') ?? 'learned', isBare: is('bare') })
    },
  },
  coverage: {
    run: async (config, { rest, text }) =>
      (await import('./coverage/coverage_command.ts')).coverageCommand(config, {
        recordings: rest,
        out: text('out') ?? 'docs/coverage',
      }),
  },
  mcp: {
    run: async (config, { text }) =>
      (await import('./mcp/mcp_command.ts')).mcpCommand(config, {
        url: text('url'),
        fork: text('fork'),
      }),
  },
  key: {
    run: async (config, { text, is }) => {
      const [project, name] = [text('project'), text('account')]
      if (project === undefined || name === undefined)
        throw new UsageError('key needs --project PROJECT and --account NAME')
      const { keyCommand } = await import('./key_command.ts')
      return keyCommand(config, { project, name, out: text('out'), isFederated: is('federated') })
    },
  },
}
