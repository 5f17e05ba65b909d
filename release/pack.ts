// `npm run pack`: makes the packages, as they would be published, as files in dist/.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packages, root } from './packages.ts'
import { compile, stage } from './stage.ts'

export interface Packed {
  /** Of the package: `@discovery-emulator/worker`. */
  readonly name: string
  readonly version: string
  /** The tarball. */
  readonly path: string
  /** Bytes of the tarball, and of what is in it. */
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** Tarballs of all packages, in `folder`. */
export async function pack(folder: string): Promise<Packed[]> {
  const work = mkdtempSync(join(tmpdir(), 'pack-'))
  try {
    mkdirSync(folder, { recursive: true })
    const emitted = join(work, 'emitted')
    compile(emitted)
    const packed: Packed[] = []
    for (const each of packages) {
      const staged = join(work, each.name)
      await stage(each, emitted, staged)
      packed.push(packedBy(staged, folder))
    }
    return packed
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function packedBy(staged: string, folder: string): Packed {
  const told = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: staged,
    encoding: 'utf8',
  })
  // A list, or by name, as the npm is.
  const [only] = Object.values(JSON.parse(told) as Record<string, Packed & { filename: string }>)
  return { ...only!, path: join(folder, only!.filename) }
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`

export const packedLine = ({ path, files, size, unpackedSize }: Packed): string =>
  `${path}\n  ${files.length} files, ${kilobytes(unpackedSize)} unpacked, ${kilobytes(size)} packed`

if (import.meta.main)
  for (const each of await pack(join(root, 'dist'))) console.log(packedLine(each))
