// A log file that is put aside when it is full: NAME.log, and older ones as NAME.log.1 (the youngest) to NAME.log.5.
import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { DaemonError } from './daemon_error.ts'
import { makeFolder } from './make_folder.ts'

/** The original's. */
const MAX_BYTES = 100 * 2 ** 20
const BACKUPS = 5

export interface RotatingLogOptions {
  readonly maxBytes?: number
  readonly backups?: number
}

export class RotatingLog implements Disposable {
  readonly #path: string
  readonly #maxBytes: number
  readonly #backups: number
  #descriptor: number
  #bytes: number

  /** Throws a DaemonError. */
  constructor(path: string, { maxBytes = MAX_BYTES, backups = BACKUPS }: RotatingLogOptions = {}) {
    this.#path = path
    this.#maxBytes = maxBytes
    this.#backups = backups
    try {
      makeFolder(dirname(path))
      this.#descriptor = openSync(path, 'a')
    } catch (error) {
      const told = (error as Error).message
      throw new DaemonError(
        `DAEMON_LOG_DIRECTORY is ${dirname(path)}, which cannot be used: ${told}`,
      )
    }
    this.#bytes = fstatSync(this.#descriptor).size
  }

  /** Whole lines; a disk that is full loses them, and not the daemon. */
  write(lines: string): void {
    const bytes = Buffer.from(lines)
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#maxBytes) this.#rotate()
    try {
      writeSync(this.#descriptor, bytes)
      this.#bytes += bytes.length
    } catch {
      // There is no other place where this could be said.
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }

  #rotate(): void {
    rmSync(`${this.#path}.${this.#backups}`, { force: true })
    for (let number = this.#backups - 1; number >= 0; number -= 1)
      moveIfThere(
        number === 0 ? this.#path : `${this.#path}.${number}`,
        `${this.#path}.${number + 1}`,
      )
    const full = this.#descriptor
    this.#descriptor = openSync(this.#path, 'a')
    closeSync(full)
    this.#bytes = fstatSync(this.#descriptor).size
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // It is not there, or cannot be moved: then the log goes on in the file it has.
  }
}
