// `.env` files, read so that a line means the same here and through Docker's --env-file.
import { readFile } from 'node:fs/promises'

type Variables = Readonly<Record<string, string>>

export interface EnvFile {
  readonly variables: Variables
  readonly problems: readonly string[]
}

/** A file that is not there has no variables. */
export async function readEnvFile(path: string, name = path): Promise<EnvFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const variables: Record<string, string> = {}
  const problems: string[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    // Docker takes `export A` for a name with a blank in it and refuses; so do we, instead of working here only.
    const [, key, value] = /^\s*([A-Za-z_][\w.-]*)=(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined)
      problems.push(`${name}, line ${index + 1}, is not NAME=VALUE, which is all that Docker reads`)
    else variables[key] = unquoted(value)
  }
  return { variables, problems }
}

/**
 * Without the quotes around the whole value, and without a comment after them. Docker passes quotes on and a shell
 * takes them away, so a value that still has them when it gets here means what is inside.
 */
export function unquoted(value: string): string {
  const trimmed = value.trim()
  return /^(["'])((?:(?!\1).)*)\1(?:\s+#.*)?$/s.exec(trimmed)?.[2] ?? trimmed
}
