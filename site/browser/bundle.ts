// The scripts of the site, each a file that needs no others: pages that are files may not load modules.
import { join } from 'node:path'
import { rolldown } from 'rolldown'

export async function bundleScripts(): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>()
  for (const name of ['site', 'search']) {
    const build = await rolldown({
      input: join(import.meta.dirname, `${name}.js`),
      platform: 'browser',
    })
    const { output } = await build.generate({ format: 'iife', minify: true })
    scripts.set(`${name}.js`, output[0].code)
  }
  return scripts
}
