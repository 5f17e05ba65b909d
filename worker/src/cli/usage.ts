// What the command line understands.

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const helpText = `worker run [FILE]           process tasks with the processor in FILE
worker config               every setting, its value and where it was said
worker dead [list]          tasks that were given up, one JSON line each
worker dead retry ID…       puts them back into their queue (--all: every one)
worker dead delete ID…      forgets them (--all: every one)
worker daemon -d N start [FILE]   the same in the background; also stop, restart, status
worker init NAME            a new service in the folder NAME, with a test
worker --version

Settings are environment variables, also from .env and .env.secrets; "worker config" lists them.`
