// Signed URLs. Who signed them is not checked; how long they are good for is.

/** When a signed URL ends, RFC 3339: of version 4 or 2 of the signature. Undefined: it is not signed, or has no end. */
export function expiryOf(query: URLSearchParams): string | undefined {
  // https://cloud.google.com/storage/docs/authentication/signatures: 20261127T170000Z and seconds.
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Goog-Date') ?? '')
  const seconds = Number(query.get('X-Goog-Expires') ?? Number.NaN)
  if (date !== null && Number.isFinite(seconds)) {
    const [, year, month, day, hour, minute, second] = date
    const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    return new Date(signed + seconds * 1000).toISOString()
  }
  const end = query.has('Signature') ? Number(query.get('Expires')) : Number.NaN
  return Number.isFinite(end) ? new Date(end * 1000).toISOString() : undefined
}
