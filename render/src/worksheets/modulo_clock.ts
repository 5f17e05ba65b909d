// A dial with as many numbers as the modulus has remainders, 0 at the top.
import { defineWorksheet } from './worksheet.ts'

const INK = '#000000'

export const moduloClock = defineWorksheet({
  options: { modulo_number: ['1', '2', '10'] },
  subtitle: ({ modulo_number }, paperSize) =>
    `${modulo_number === '1' ? 'blank' : modulo_number} - ${paperSize}`,
  pages: ({ modulo_number }) => [
    (page) => {
      const [x, y] = [page.width / 2, page.height / 2]
      const radius = page.width / 2 - 2
      const at = (turn: number, distance: number): [number, number] => [
        x + Math.sin(turn * 2 * Math.PI) * distance,
        y - Math.cos(turn * 2 * Math.PI) * distance,
      ]
      page.circle(x, y, radius, { line: 1.6 })
      page.circle(x, y, 2, { fill: INK })
      for (let number = 0; number < Number(modulo_number); number += 1) {
        const turn = number / Number(modulo_number)
        page.line(...at(turn, radius), ...at(turn, radius - 8), { line: 1.6 })
        page.text(`${number}`, ...at(turn, radius - 24), {
          size: 30,
          align: 'center',
          anchor: 'middle',
        })
      }
    },
  ],
})
