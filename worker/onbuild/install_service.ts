// Installs what a service needs, as a step of building its image: its dependencies, from dev_packages/ while it is developed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { env, exit } from 'node:process'

type Dependencies = Record<string, string>

const OWN = '@discovery-emulator/worker'
const PACKAGES = 'dev_packages'

if (existsSync('package.json')) install()

function install(): void {
  const text = readFileSync('package.json', 'utf8')
  const service = parsed(text)
  const dependencies = { ...service.dependencies }
  // The image has it, and the path that stands here is one on the machine of whoever wrote it.
  delete dependencies[OWN]
  const local = isDevelopment() ? localPackages(Object.keys(dependencies)) : {}
  if (Object.keys(dependencies).length === 0) return
  const installed = { ...dependencies, ...local }
  const isChanged = JSON.stringify(service.dependencies) !== JSON.stringify(installed)
  if (isChanged) {
    const changed = `${JSON.stringify({ ...service, dependencies: installed }, null, 2)}\n`
    writeFileSync('package.json', changed)
    if (Object.keys(local).length > 0) console.log(`package.json with ${PACKAGES}:\n${changed}`)
  }
  // A lock file that still fits is what was tested.
  run(isChanged || !existsSync('package-lock.json') ? 'install' : 'ci')
}

function parsed(text: string): { readonly dependencies?: Dependencies } {
  try {
    return JSON.parse(text) as { readonly dependencies?: Dependencies }
  } catch (error) {
    return fail(`package.json is no JSON: ${(error as Error).message}`)
  }
}

function isDevelopment(): boolean {
  const environment = env['ENVIRONMENT'] ?? 'production'
  if (!['production', 'development', 'local'].includes(environment))
    fail(`ENVIRONMENT is "${environment}"; it is production, development or local`)
  return environment !== 'production'
}

/** The newest file in dev_packages for each name that has one, named as `npm pack` names it. */
function localPackages(names: readonly string[]): Dependencies {
  if (!existsSync(PACKAGES)) return {}
  const files = readdirSync(PACKAGES)
    .map((file) => ({ file, time: statSync(`${PACKAGES}/${file}`).mtimeMs }))
    .toSorted((a, b) => b.time - a.time || b.file.localeCompare(a.file, 'en', { numeric: true }))
  return Object.fromEntries(
    names.flatMap((name) => {
      const packed = name.replace(/^@/, '').replace('/', '-')
      const found = files.find(
        ({ file }) =>
          file.startsWith(`${packed}-`) && /^\d.*\.tgz$/.test(file.slice(packed.length + 1)),
      )
      return found ? [[name, `file:${PACKAGES}/${found.file}`]] : []
    }),
  )
}

function run(command: 'ci' | 'install'): void {
  const options = ['--omit=dev', '--no-audit', '--no-fund', '--no-progress']
  const { status } = spawnSync('npm', [command, ...options], { stdio: 'inherit' })
  if (status !== 0) exit(status ?? 1)
}

function fail(sentence: string): never {
  console.error(sentence)
  return exit(1)
}
