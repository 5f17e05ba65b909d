// Every command, in the words of its own `--help`.
import { helpText } from '../../src/cli/help.ts'
import { help as queueHelp } from '../../src/cli/queue/help.ts'
import { helpText as workerHelp } from '../../worker/src/cli/usage.ts'

export function commandLine(): string {
  // Settings have a page of their own.
  const [own] = helpText({}).split('\nSettings: ')
  return `# Command line
What the programs say of themselves. From the sources the first is \`npm start\`, \`npm run queue\` and so on; installed, it is
\`npx discovery-emulator\`.

## discovery-emulator
${block(own!)}
Each setting is a flag of every command: [Settings](reference/settings.html).

## discovery-emulator queue
${block(queueHelp)}
## worker
${block(workerHelp)}
Its settings are [environment variables](reference/settings.html#worker-host).
`
}

const block = (text: string): string => `\`\`\`text\n${text.trim()}\n\`\`\`\n`
