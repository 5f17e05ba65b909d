// The objects of a document, as qpdf sees them: it reads what we packed, and finds what is wrong with it.
import { qpdfJson } from './qpdf.ts'

/** As in qpdf's JSON: `/Name`, `u:text`, `b:bytes in hex`, `12 0 R`. */
export type Value = string | number | boolean | null | readonly Value[] | Dictionary
export interface Dictionary {
  readonly [name: string]: Value
}

export interface PdfObjects {
  /** By their references. */
  readonly objects: Readonly<Record<string, Value>>
  /** What streams hold, unpacked. */
  readonly streams: Readonly<Record<string, Buffer>>
  readonly trailer: Dictionary
}

interface QpdfObject {
  readonly value?: Value
  readonly stream?: { readonly dict: Dictionary; readonly data: string }
}

/** Rejects for a file that qpdf finds faults in. */
export async function pdfObjects(pdf: Uint8Array): Promise<PdfObjects> {
  const { qpdf } = JSON.parse(await qpdfJson(pdf)) as {
    qpdf: readonly [unknown, Readonly<Record<string, QpdfObject>>]
  }
  return objectsOf(qpdf[1])
}

function objectsOf(all: Readonly<Record<string, QpdfObject>>): PdfObjects {
  const objects: Record<string, Value> = {}
  const streams: Record<string, Buffer> = {}
  for (const [key, { value, stream }] of Object.entries(all)) {
    const reference = key.replace(/^obj:/, '')
    objects[reference] = stream?.dict ?? value ?? null
    if (stream) streams[reference] = Buffer.from(stream.data, 'base64')
  }
  return { objects, streams, trailer: all['trailer']?.value as Dictionary }
}

/** What a value is, or what it refers to. */
export function resolved({ objects }: PdfObjects, value: Value | undefined): Value {
  if (typeof value === 'string' && /^\d+ \d+ R$/.test(value)) return objects[value] ?? null
  return value ?? null
}

/** A reference or a name, as it is written; empty for anything else. */
export const named = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

/** A dictionary, or what it refers to; an empty one for anything else. */
export function dictionary(pdf: PdfObjects, value: Value | undefined): Dictionary {
  const found = resolved(pdf, value)
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Dictionary)
    : {}
}

/** A list, or a single value as a list of one; none for null. */
export function list(pdf: PdfObjects, value: Value | undefined): readonly Value[] {
  const found = resolved(pdf, value)
  if (found === null) return []
  return Array.isArray(found) ? (found as readonly Value[]) : [value as Value]
}

/** A text; undefined for what is none. */
export function text(pdf: PdfObjects, value: Value | undefined): string | undefined {
  const found = resolved(pdf, value)
  if (typeof found !== 'string') return undefined
  if (found.startsWith('u:')) return found.slice(2)
  return found.startsWith('b:') ? Buffer.from(found.slice(2), 'hex').toString('latin1') : undefined
}

/** The pages in order, by their references. */
export function pagesOf(pdf: PdfObjects): readonly string[] {
  const walk = (reference: Value): string[] => {
    const node = dictionary(pdf, reference)
    if (node['/Type'] === '/Page') return [named(reference)]
    return list(pdf, node['/Kids']).flatMap(walk)
  }
  return walk(dictionary(pdf, pdf.trailer['/Root'])['/Pages']!)
}
