// Which web pages may be printed, and what they may load.

/** `origins` as in PRINT_ORIGINS: `http://localhost:8000`, or with `*` for any port. */
export const allows = (
  origins: readonly string[],
  { protocol, hostname, origin }: Pick<URL, 'protocol' | 'hostname' | 'origin'>,
): boolean =>
  origins.some(
    (each) => each === `${protocol}//${hostname}:*` || URL.parse(each)?.origin === origin,
  )
