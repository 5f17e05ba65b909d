// `npm run site`: the documentation as a folder of files, dist/site/, that any server or none shows.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundleScripts } from './browser/bundle.ts'
import { contents, root, type Page } from './contents.ts'
import { homePage } from './home.ts'
import { layout } from './layout.ts'
import { Converter } from './markdown.ts'
import { controlApi } from './reference/control_api.ts'
import { commandLine } from './reference/command_line.ts'
import { exportsReference } from './reference/exports.ts'
import { settingsReference } from './reference/settings.ts'
import { searchIndexOf, type Section } from './search_index.ts'

/** Pages that the code is read for, by their place in the site. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['reference/settings', await settingsReference()],
    ['reference/command_line', commandLine()],
    ['reference/control_api', controlApi()],
    ...exportsReference(),
  ])
}

/** Makes all of it anew; returns how many pages there are. */
export async function buildSite(folder: string): Promise<number> {
  rmSync(folder, { recursive: true, force: true })
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const made = await generated()
  const sourceOf = (page: Page): string =>
    page.source === undefined ? made.get(page.path)! : readFileSync(join(root, page.source), 'utf8')
  const pages = contents()
  const converter = new Converter(pages)
  const sections: Section[] = []
  for (const page of pages) {
    const converted = converter.convert(sourceOf(page), page)
    sections.push(...converted.sections)
    write(`${page.path}.html`, layout(converted, page, pages))
  }
  for (const file of converter.files()) write(`${file.path}.html`, layout(file, file, pages))
  write('index.html', homePage(pages))
  write('assets/search_index.js', searchIndexOf(sections))
  for (const [name, code] of await bundleScripts()) write(`assets/${name}`, code)
  const styles = [join(root, 'src/console/look.css'), join(import.meta.dirname, 'browser/site.css')]
  write('assets/site.css', styles.map((file) => readFileSync(file, 'utf8')).join('\n'))
  cpSync(join(root, 'docs/images'), join(folder, 'images'), { recursive: true })
  return pages.length
}

if (import.meta.main) {
  const folder = join(root, 'dist/site')
  const count = await buildSite(folder)
  console.log(`${count} pages in ${folder}; begin with ${join(folder, 'index.html')}`)
}
