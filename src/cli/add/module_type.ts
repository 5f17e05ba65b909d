// Handler modules are written with `import` and `export`; Node has to be told so where the project says otherwise, or nothing.
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** Writes a package.json into the folder if the project around it is none of ES modules (`npm init` makes none). */
export async function letModulesBe(apiData: string): Promise<string[]> {
  const nearest = nearestPackage(resolve(apiData))
  if (nearest === undefined || typeIn(nearest) === 'module') return []
  if (dirname(nearest) === resolve(apiData)) return []
  const path = join(apiData, 'package.json')
  await writeFile(path, '{ "type": "module" }\n')
  return [`written: ${path}`]
}

function nearestPackage(folder: string): string | undefined {
  const path = join(folder, 'package.json')
  if (existsSync(path)) return path
  const above = dirname(folder)
  return above === folder ? undefined : nearestPackage(above)
}

/** Undefined also for a file that cannot be read, which Node will name. */
function typeIn(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly type?: unknown }).type
  } catch {
    return undefined
  }
}
