// Numbers as the pages show them.

/** `1 method`, `3,636 methods` */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
