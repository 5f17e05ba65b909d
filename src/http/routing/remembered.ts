// Answers to questions that are asked again and again.

/** `compute`, which is asked but once for each of the first `most` keys. A hostile client could send any number of them. */
export function remembered<T>(compute: (key: string) => T, most = 1000): (key: string) => T {
  const known = new Map<string, { readonly value: T }>()
  return (key) => {
    const entry = known.get(key)
    if (entry !== undefined) return entry.value
    const value = compute(key)
    if (known.size < most) known.set(key, { value })
    return value
  }
}
