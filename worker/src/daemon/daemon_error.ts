// Why a daemon cannot be controlled, in a sentence for people.
export class DaemonError extends Error {
  override readonly name = 'DaemonError'
}
