// The log: pino's JSON lines, lines for people on a terminal, or the originals' lines.
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { prettyLine, seedLine } from './lines.ts'
import { printable } from './printable.ts'

/** A logger of pino; lines of the one that `process` gets name its task. */
export type Logger = PinoLogger

export type LogFormat = 'auto' | 'json' | 'pretty' | 'seed'

export interface LogOptions {
  readonly level: string
  /** auto: pretty on a terminal, JSON elsewhere. */
  readonly format: LogFormat
  /** Whose lines `seed` prints; by default rococo-service-host's. */
  readonly seedOf?: 'isle'
}

/** Writes at once, by default to standard output, so that a line is not lost with a killed thread or process. */
export function openLogger(
  { level, format, seedOf }: LogOptions,
  out: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  const chosen = format === 'auto' ? (process.stdout.isTTY ? 'pretty' : 'json') : format
  // What the originals said is for their format alone.
  if (chosen === 'json')
    return pino(
      { level, redact: { paths: ['seed', 'seedOf'], remove: true } },
      { write: (json) => out.write(`${printable(json.trimEnd())}\n`) },
    )
  const lineOf = chosen === 'seed' ? seedLine : prettyLine
  const logger = pino({ level }, { write: (json) => out.write(lineOf(JSON.parse(json))) })
  return seedOf === undefined ? logger : logger.child({ seedOf })
}

export const silentLogger = (): Logger => pino({ level: 'silent' })
