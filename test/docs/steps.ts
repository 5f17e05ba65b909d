// What a block of commands says: each command, and what is shown of its output.
import type { Block } from './pages.ts'

export interface Step {
  readonly page: string
  readonly line: number
  /** `^C` ends the command that was started last and has not ended. */
  readonly command: string
  /** Undefined if no output is shown. */
  readonly shown: string | undefined
}

/** `console`: commands behind `$ `, with their output. `sh`: commands alone. `yaml`: those of a job in CI. */
export function stepsOf({ page, line, language, code }: Block): Step[] {
  return [...code.matchAll(FORMS[language]!)].map((match) => {
    const { command, quoted, interrupt, output = '' } = match.groups!
    const shown = output.trim() === '' ? undefined : output.trim()
    const before = code.slice(0, match.index).split('\n').length - 1
    return {
      page,
      line: line + before,
      command: withoutComment(command ?? quoted ?? interrupt!),
      shown,
    }
  })
}

/** A line that ends with a backslash goes on. */
const COMMAND = String.raw`(?<command>(?:.*\\\n)*.*)\n`
const IN_SESSION = new RegExp(
  String.raw`^(?:\$ ${COMMAND}|(?<interrupt>\^C)\n)(?<output>(?:(?!\$ |\^C$).*\n)*)`,
  'gm',
)
const ALONE = new RegExp(String.raw`^(?!#|$)${COMMAND}`, 'gm')

const FORMS: Readonly<Record<string, RegExp>> = {
  console: IN_SESSION,
  sh: ALONE,
  yaml: /^ *- run: (?:'(?<quoted>.*)'|(?<command>.*))\n/gm,
}

export const hasSteps = ({ language }: Block): boolean => Object.hasOwn(FORMS, language)

/** `npm start     # serves` → `npm start`. */
const withoutComment = (command: string): string => command.replace(/ {2,}# .*$/, '').trim()
