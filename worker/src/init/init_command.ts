// `worker init NAME`: a new service in a folder of that name.
import { join, relative } from 'node:path'
import { UsageError } from '../cli/usage.ts'
import { createService } from './create_service.ts'

/** Resolves to the exit code. Throws UsageError and InitError. */
export async function initCommand(args: readonly string[], folder: string): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || rest.length > 0) throw new UsageError('worker init takes one name')
  const target = join(folder, name)
  const files = await createService(name, target)
  for (const file of files) console.log(relative(folder, join(target, file)))
  console.log(`
A service that works:

  cd ${name}
  npm test
  cp .env.example .env    and say in it where your queue is
  npm start

Once: npm install, which also brings what npm run lint needs.`)
  return 0
}
