// Which fork of all state a request is for.

const HEADER = 'x-emulator-fork'

/** Who knows the headers of a request, by name in lower case. */
interface Headers {
  header(name: string): string | undefined
}

/** Of work that no request asks for, in a fork. */
export const callerIn = (fork: string): Headers => ({
  header: (name) => (name === HEADER ? fork : undefined),
})

/** Name of the fork; '' is the first. */
export const forkOf = (request: Headers): string => request.header(HEADER) ?? ''
