// Steps of JSON pointers. Source: https://www.rfc-editor.org/rfc/rfc6901

/** A key as a step. */
export const pointerToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** The key that a step names. */
export const keyOf = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')
