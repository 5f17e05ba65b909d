// Payloads as Task Queue takes and answers them: base64 in either alphabet, kept as text.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Bytes that the base64 text stands for. */
export const decodedSize = (payload: string): number =>
  Math.floor((payload.replace(/=+$/, '').length * 3) / 4)

/**
 * The payload with its padding, and with the bits that stand for no byte cleared, as Google answers it
 * (`asdf123` becomes `asdf120=`); undefined if the text is not base64. Every other character stays as it came.
 */
export function canonicalPayload(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return undefined
  const bare = text.replace(/=+$/, '')
  const odd = bare.length % 4
  if (odd === 1) return undefined
  if (odd === 0) return bare
  const unused = odd === 2 ? 0b1111 : 0b11
  const last = valueOf(bare.at(-1)!) & ~unused
  // A value with its last bits cleared is never 62 or 63, the two that the alphabets write differently.
  return bare.slice(0, -1) + ALPHABET[last] + '='.repeat(4 - odd)
}

function valueOf(char: string): number {
  if (char === '+' || char === '-') return 62
  return char === '/' || char === '_' ? 63 : ALPHABET.indexOf(char)
}
