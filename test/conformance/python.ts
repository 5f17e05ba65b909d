// Google's client for Python, as Debian has it, with every API that comes with the server.
import { join } from 'node:path'
import { debianVersionsOf } from './packages.ts'
import { program } from './program.ts'
import type { Line, Suite } from './suite.ts'

const source = join(import.meta.dirname, 'python_calls.py')

export const python: Suite = {
  name: 'python',
  about: `Debian's \`python3-googleapi\`: clients built from the documents that the server serves, with uploads in chunks, downloads, pages and
batches of the library. The samples that Debian has for it (\`python3-googleapi-samples\`) are for APIs of other products, most of them switched off;
the steps are ours, from the guides of each API.`,
  found: () => debianVersionsOf('python3-googleapi', 'python3-google-auth'),
  async run(url) {
    const said = await program(['/usr/bin/python3', source, url])
    return said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  },
}
