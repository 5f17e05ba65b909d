// The packages that are published, and where each begins in the repository.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

export interface Package {
  readonly name: string
  /** In the repository: '' is its root. */
  readonly folder: string
  /** Folders of code and of what the code reads. */
  readonly parts: readonly string[]
  /** Dependencies that become part of the package, as they drag in many others, with what is imported of each. */
  readonly bundled: Readonly<Record<string, readonly string[]>>
}

export const packages: readonly Package[] = [
  {
    name: 'discovery-emulator',
    folder: '',
    parts: ['bin', 'src', 'api_data'],
    bundled: { ajv: ['Ajv'], ioredis: ['Cluster', 'Redis'], protobufjs: ['default'] },
  },
  { name: 'worker', folder: 'worker', parts: ['bin', 'src'], bundled: {} },
  { name: 'render', folder: 'render', parts: ['bin', 'src'], bundled: {} },
]

export interface PackageJson {
  readonly name: string
  readonly version: string
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

export const packageJsonOf = ({ folder }: Package): PackageJson =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageJson
