// A disk of its own that can be filled to the last byte: a file system in memory, where this user may mount one. Elsewhere the limit of
// the size of files stands in for it (RLIMIT_FSIZE), which the processes meet as soon as it is set.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limitProcess, serverPids } from './processes.ts'
import type { Subject } from './subject.ts'

export interface SmallDisk extends AsyncDisposable {
  readonly folder: string
  /** Gives what frees it again. */
  fill(subject: Subject): Promise<() => Promise<void>>
}

/** `size`: MiB. */
export function smallDisk(size: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', folder])
  } catch {
    return limited(folder)
  }
  return {
    folder,
    fill: () => fillWithBallast(join(folder, 'ballast')),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', folder])
      await rmdir(folder)
    },
  }
}

async function fillWithBallast(path: string): Promise<() => Promise<void>> {
  await using file = await open(path, 'w')
  for (const chunk of [Buffer.alloc(2 ** 20), Buffer.alloc(4096)])
    while (await takes(file, chunk)) {
      // and more
    }
  return () => rm(path)
}

async function takes(file: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<boolean> {
  try {
    const { bytesWritten } = await file.write(chunk)
    return bytesWritten === chunk.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

const limited = (folder: string): SmallDisk => ({
  folder,
  async fill(subject) {
    const pids = await serverPids(subject.server().pid)
    for (const pid of pids) limitProcess(pid, 'fsize', 1)
    return async () => {
      for (const pid of pids) limitProcess(pid, 'fsize', 'unlimited')
    }
  },
  async [Symbol.asyncDispose]() {
    rmSync(folder, { recursive: true, force: true })
  },
})
