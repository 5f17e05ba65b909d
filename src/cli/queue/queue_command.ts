// `queue`, the queue's command line client: reads the arguments, does one command, prints what came of it.
import { commands } from './commands.ts'
import { sentenceOf, exitCodes } from './faults.ts'
import { help } from './help.ts'
import { readArguments } from './options.ts'
import { openQueue } from './task_queue.ts'
import { printableLines } from '../../printable.ts'

/** The exit code. `argv`: after the word `queue`. */
export async function queueCommand(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough, as `head`, is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(exitCodes.ok)
  })
  try {
    const { command, positionals, options } = readArguments(argv)
    if (command === undefined) {
      process.stdout.write(help)
      return exitCodes.ok
    }
    const queue = await openQueue(options)
    const { text, json, code } = await commands[command]({ queue, options, positionals })
    const answer = options.json ? JSON.stringify(json, null, 2) : text
    process.stdout.write(`${printableLines(answer)}\n`)
    return code ?? exitCodes.ok
  } catch (error) {
    const { code, sentence } = sentenceOf(error)
    process.stderr.write(`${printableLines(sentence)}\n`)
    return code
  }
}
