// What pictures show, for who cannot see them: the alternative texts of figures. A text that stands beside a picture says
// its part itself.

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`

const LANES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

export const figures = {
  back: 'The backs of the cards, in one colour',
  dots: (count: number) => plural(count, 'dot', 'dots'),
  turnRight: 'Arrow: turn right',
  turnLeft: 'Arrow: turn left',
  straightOn: 'Arrow: straight on',
  leftArrow: 'Arrow to the left',
  rightArrow: 'Arrow to the right',
  litBulb: 'Light bulb that is on',
  darkBulb: 'Light bulb that is off',
  grid: (side: number) => `Grid of ${side} by ${side} squares`,
  computer: 'Computer that shows a program',
  lens: 'Magnifying glass with a tick in it',
  robot: 'Robot',
  dial: (numbers: number) =>
    numbers === 1
      ? 'Dial of a clock with one mark, at the top'
      : `Dial of a clock with ${numbers} marks at equal distances, the first at the top`,
  blankCards: (columns: number, rows: number) =>
    `${columns * rows} blank square cards to cut out, in ${rows} rows of ${columns}`,
  keyboard: (octaves: number, highlight: string | false) =>
    `Keys of a piano, ${plural(octaves, 'octave', 'octaves')}${highlight && `; the keys ${highlight} are highlighted`}`,
  thing: (name: string) => `Picture of: ${name}`,
  emptyList: (fields: number) =>
    `List of ${fields} empty fields; red rings are at the end of each quarter`,
  /** Read in place of a number in the list. */
  ringed: (number: number) => `${number}, in a red ring`,
  /** `rows` are pairs of lanes that meet, from 0. */
  network: (rows: readonly (readonly (readonly [number, number])[])[]) => {
    const meetings = rows.map((pairs, row) => {
      const lanes = pairs.map(([left, right]) => `the ${LANES[left]} and the ${LANES[right]}`)
      return `Row ${row + 1}: ${lanes.join('; ')}.`
    })
    return (
      `Network of ${LANES.length} lanes, from fields at the top to fields at the bottom. In each circle two lanes meet. ` +
      `The smaller number goes on in the lane on the left, the larger in the one on the right. ${meetings.join(' ')}`
    )
  },
  colours: {
    kākāriki: 'Bar in green',
    karaka: 'Bar in orange',
    kikorangi: 'Bar in blue',
    kōwhai: 'Bar in yellow',
    mā: 'Bar in white',
    pango: 'Bar in black',
    waiporoporo: 'Bar in purple',
    whero: 'Bar in red',
  },
  railway: {
    circular: 'Railway in a ring with nine stations',
    twisted:
      'Railway that ends where it begins and crosses itself on three bridges, with nine stations',
  },
  map: 'Map of an island in the sea, with palms, a compass and 26 treasure chests',
  redRidingHood: [
    'A girl in a red hood, with a basket, beside a house in the sun.',
    'The girl among fir trees, and a wolf beside her.',
    'The wolf knocks at a house.',
    'The girl beside a bed in which the wolf lies, with a nightcap and glasses.',
    'A man with a feather in his hat, and the wolf halfway out of a window.',
    'The girl, the hunter and the grandmother at a table with a cake.',
  ],
  butterfly: [
    'A small egg on a green leaf.',
    'A tiny caterpillar beside its open egg on the leaf.',
    'A big caterpillar on the leaf, which it has bitten.',
    'A chrysalis that hangs from a twig.',
    'A butterfly with small wings below its open chrysalis.',
    'A butterfly with wide wings between two flowers.',
  ],
} as const
