// How the text of a setting is read: each reader throws an Error that says what is expected.

export const text = (value: string): string => value

export const bool = (value: string): boolean => {
  if (/^(1|true|yes|on)$/i.test(value)) return true
  if (/^(0|false|no|off|)$/i.test(value)) return false
  throw new Error('true or false')
}

export const whole = (least: number, most: number) => (value: string) => {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw new Error(`a whole number from ${least} to ${most}`)
  return number
}

/** `0.5` and `1e2` are numbers; the empty text, `0x10` and `Infinity` are not. */
export const numberBetween = (least: number, most: number) => (value: string) => {
  const number = Number(value)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) || number < least || number > most)
    throw new Error(
      least === Number.MIN_VALUE
        ? `a number greater than 0 and up to ${most}`
        : `a number from ${least} to ${most}`,
    )
  return number
}

/** Any case is understood. */
export const oneOf =
  <const T extends string>(...names: readonly T[]) =>
  (value: string): T => {
    const found = names.find((name) => name.toLowerCase() === value.toLowerCase())
    if (found === undefined) throw new Error(`one of ${names.join(', ')}`)
    return found
  }

export const url = (value: string): string => {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value))
    throw new Error('a URL that begins with http:// or https://')
  return value
}

export const cronUnit = oneOf('SECONDS', 'MINUTES', 'HOURS', 'DAYS', 'WEEKS')

/** `HH:MM[:SS]`, separated by commas. */
export const times = (value: string): readonly string[] => {
  const list = value.split(',').map((time) => time.trim())
  if (!list.every((time) => /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)))
    throw new Error('HH:MM or HH:MM:SS, several separated by commas')
  return list
}
