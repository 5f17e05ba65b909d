// The value of a path's variable, as it is meant.

/** In a value that may span segments, an encoded slash stays encoded, so that it cannot be taken for a separator. */
export function percentDecoded(raw: string, reserved: boolean): string {
  if (!raw.includes('%')) return raw
  const text = reserved ? raw.replaceAll(/%2f/gi, (slash) => `%25${slash.slice(1)}`) : raw
  try {
    return decodeURIComponent(text)
  } catch {
    return raw // not UTF-8, or a lone %: kept as it came
  }
}
