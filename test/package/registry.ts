// A package registry on this machine: the packages that were just packed, and what is installed in this repository.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packed } from '../../release/pack.ts'
import { root, type PackageJson } from '../../release/packages.ts'
import { serving } from '../helpers/serving.ts'

interface Published {
  readonly json: PackageJson
  readonly tarball: Buffer
}

/** Everything is there, so that nothing outside this machine is asked. */
export async function startRegistry(packed: readonly Packed[]) {
  const known = new Map<string, readonly Published[]>(
    packed.map(({ name, path }) => [name, [{ json: jsonIn(path), tarball: readFileSync(path) }]]),
  )
  const versionsOf = (name: string): readonly Published[] => {
    const found = known.get(name) ?? installed(name)
    known.set(name, found)
    return found
  }
  return await serving(({ url = '', headers }, response) => {
    const [path = ''] = url.split('?')
    const [, name = '', version] =
      /^\/((?:@[^/]+\/)?[^/]+)(?:\/-\/(.+)\.tgz)?$/.exec(decodeURIComponent(path)) ?? []
    const versions = versionsOf(name)
    const wanted = versions.find(({ json }) => json.version === version)
    response.statusCode = versions.length === 0 ? 404 : 200
    if (wanted !== undefined) response.end(wanted.tarball)
    else response.end(JSON.stringify(packument(name, versions, `http://${headers.host}`)))
  })
}

function packument(name: string, versions: readonly Published[], origin: string) {
  const described = versions.map(({ json, tarball }) => [
    json.version,
    {
      ...json,
      dist: {
        tarball: `${origin}/${name}/-/${json.version}.tgz`,
        integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        shasum: createHash('sha1').update(tarball).digest('hex'),
      },
    },
  ])
  const latest = versions[0]?.json.version
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(described) }
}

const jsonIn = (tarball: string): PackageJson =>
  JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  ) as PackageJson

/** Each version of a package that stands somewhere in node_modules. */
function installed(name: string): Published[] {
  const places = ['', '*/node_modules/', '@*/*/node_modules/']
  const files = places.flatMap((place) =>
    globSync(`node_modules/${place}${name}/package.json`, { cwd: root }),
  )
  const published = files.map((file) => {
    const folder = join(root, dirname(file))
    const json = JSON.parse(readFileSync(join(root, file), 'utf8')) as PackageJson
    // Nothing is built, and no tool of who made the package runs here.
    return { json: { ...json, scripts: {}, devDependencies: {} }, tarball: tarballOf(folder) }
  })
  // One version may stand in several places, whose files have different times and so other tarballs.
  const first = new Map(published.toReversed().map((one) => [one.json.version, one]))
  return published.filter((one) => first.get(one.json.version) === one)
}

const tarballOf = (folder: string): Buffer =>
  execFileSync(
    'tar',
    ['-czf', '-', '--exclude=./node_modules', '--transform=s,^\\.,package,', '.'],
    { cwd: folder, maxBuffer: 2 ** 28 },
  )
