// A dial with as many numbers as the modulus has remainders, 0 at the top.
import { centred } from '../page/box.ts'
import type { Surface } from '../page/surface.ts'
import { defineWorksheet } from './worksheet.ts'

const INK = '#000000'

export const moduloClock = defineWorksheet({
  options: { modulo_number: ['1', '2', '10'] },
  subtitle: ({ modulo_number }, paperSize, { blank }) =>
    `${modulo_number === '1' ? blank : modulo_number} - ${paperSize}`,
  pages: ({ modulo_number }, _random, { figures }) => {
    const numbers = Number(modulo_number)
    return [(page) => drawClock(page, numbers, figures.dial(numbers))]
  },
})

function drawClock(page: Surface, numbers: number, alt: string): void {
  const [x, y] = [page.width / 2, page.height / 2]
  const radius = page.width / 2 - 2
  const at = (number: number, distance: number): [number, number] => {
    const angle = (number / numbers) * 2 * Math.PI
    return [x + Math.sin(angle) * distance, y - Math.cos(angle) * distance]
  }
  page.figure(alt, centred(page.box, 2 * radius, 2 * radius), () => {
    page.circle(x, y, radius, { line: 1.6 })
    page.circle(x, y, 2, { fill: INK })
    for (let number = 0; number < numbers; number += 1)
      page.line(...at(number, radius), ...at(number, radius - 8), { line: 1.6 })
  })
  for (let number = 0; number < numbers; number += 1)
    page.text(`${number}`, ...at(number, radius - 24), {
      size: 30,
      align: 'center',
      anchor: 'middle',
    })
}
