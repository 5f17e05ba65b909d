// The texts of the worksheets in English, and the pattern for all other languages: each is one file with the same keys.
// Above `figures` are the texts that are printed or in file names; below, what pictures show, for who cannot see them.
// A text that stands beside a picture says its part itself.

const having = (has: boolean, what: string): string => `${has ? 'with' : 'without'} ${what}`

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`

const LANES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

export const en = {
  /** BCP 47: of the document, and of how numbers are written. */
  language: 'en',
  page: (number: number) => `Page ${number}`,
  copy: (number: number) => `Copy ${number}`,
  blank: 'blank',
  range: (low: number | string, high: number | string) => `${low} to ${high}`,
  bits: (count: string) => `${count} bits`,
  numbers: (has: boolean) => having(has, 'numbers'),
  blackBack: (has: boolean) => having(has, 'black back'),
  dotCounts: (has: boolean) => having(has, 'dot counts'),
  barcode: {
    digits: (count: string) => `${count} digits`,
    title: 'The last digit checks all the others',
    begin: '1. Begin beside the last digit and add every second one.',
    thrice: 'These count three times.',
    between: '2. Add the digits between them.',
    sum: '3. Add both sums. How much is missing to the next multiple of ten?',
    last: (digit: number) => `The last digit is ${digit}.`,
  },
  alphabet: {
    versions: { student: 'student', teacher: 'teacher' },
    headings: ['Number', 'Binary', 'Letter'],
  },
  windows: {
    values: { binary: 'binary', lightbulb: 'lightbulb' },
    howTo:
      'Print on both sides. Cut along the dashed lines up to the dotted line, then fold a flap up to hide its dots: ' +
      'that window counts nothing.',
  },
  jobs: {
    programmer: { title: 'Programmer', duty: 'I write the instructions.' },
    tester: { title: 'Tester', duty: 'I check every step.' },
    bot: { title: 'Bot', duty: 'I do exactly what I am told.' },
  },
  left: 'LEFT',
  right: 'RIGHT',
  backs: {
    black: 'black back',
    blue: 'blue back',
    green: 'green back',
    purple: 'purple back',
    red: 'red back',
  },
  piano: {
    keys: { A: 'A', B: 'B', C: 'C', D: 'D', E: 'E', F: 'F', G: 'G' },
    highlight: (key: string | undefined) => `${key ?? 'no'} highlight`,
  },
  searching: {
    cards: (count: string) => `${count} cards`,
    helperSheet: (has: boolean) => having(has, 'helper sheet'),
    title: 'Searching cards',
    making: (count: number, largest: number) =>
      `Make the ${count} cards. Each has a picture on one side and a number on the other: ${count} different ones from 1 to ${largest}.`,
    makingBlank: (count: number) =>
      `Make the ${count} cards, and write ${count} different numbers on the sides without a picture. Then write the same numbers into the list below, the smallest first.`,
    shuffled:
      'Shuffle the cards and lay them in a row so that only the pictures can be seen. Choose a number from the list and say it. The searchers name one picture after the other, and you turn that card over, until they have found the number. Count the cards.',
    inOrder:
      'Now lay the cards in the order of their numbers, the smallest on the left, pictures up again. Choose another number. Which card do the searchers want to see first, and what does its number tell them about all the others?',
    again: (count: number, enough: number) =>
      `Play it again with other numbers. With a good plan ${enough} cards are always enough, although there are ${count}. How many would be enough for twice as many cards?`,
    list: 'The numbers in order',
    advice:
      'Each red ring is at the end of a quarter of the list. Nobody finds the way? Then ask: is your number smaller than the one in the middle ring, or larger? One card, and half of all cards are out.',
    folding:
      'Fold the pages along the dotted line, with the print outside, and glue the halves together. Then cut along the lines.',
    things: {
      star: 'star',
      boat: 'boat',
      apple: 'apple',
      umbrella: 'umbrella',
      tree: 'tree',
      moon: 'moon',
      house: 'house',
      fish: 'fish',
      heart: 'heart',
      key: 'key',
      tulip: 'tulip',
      cloud: 'cloud',
      cat: 'cat',
      kite: 'kite',
      clock: 'clock',
      sun: 'sun',
      bell: 'bell',
      cup: 'cup',
      rocket: 'rocket',
      leaf: 'leaf',
      mushroom: 'mushroom',
      crown: 'crown',
      bus: 'bus',
      balloon: 'balloon',
      flag: 'flag',
      diamond: 'diamond',
      hat: 'hat',
      ball: 'ball',
      letter: 'letter',
      anchor: 'anchor',
      lightning: 'lightning',
    },
  },
  network: {
    smaller: 'the smaller number goes left',
    larger: 'the larger number goes right',
  },
  sorting: {
    sets: {
      small_numbers: 'small numbers',
      large_numbers: 'large numbers',
      fractions: 'fractions',
      maori_numbers: 'maori numbers',
      words: 'words',
      letters: 'letters',
      maori_colours: 'maori colours',
      riding_hood: 'riding hood',
      butterfly: 'butterfly',
    },
    /** In the order of the alphabet. */
    words: ['bee', 'bicycle', 'boat', 'book', 'bread', 'bridge'],
    /** Of the alphabet that children learn, and in its order. */
    letters: 'ACDFGHJKLRTY',
    redRidingHood: [
      'A girl sets out to see her grandmother.',
      'In the wood she meets a wolf.',
      'The wolf runs ahead and knocks at the door.',
      'Who is that in Grandmother’s bed?',
      'A hunter comes in. Out jumps the wolf!',
      'Grandmother is safe: cake for all!',
    ],
    butterfly: [
      'An egg sticks to a leaf.',
      'A tiny caterpillar hatches.',
      'It eats, and grows and grows.',
      'It hangs from a twig as a chrysalis.',
      'A butterfly climbs out.',
      'Its wings are dry: off it flies!',
    ],
  },
  railway: {
    tracks: { circular: 'circular tracks', twisted: 'twisted tracks' },
    stations: ['Red', 'Orange', 'Yellow', 'Green', 'Blue', 'Purple', 'Pink', 'Brown', 'Grey'],
  },
  treasure: {
    orders: { sorted: 'Sorted', unsorted: 'Unsorted' },
    art: { colour: 'full colour', bw: 'black and white' },
    instructions: (has: boolean) => having(has, 'instructions'),
    title: 'Treasure hunt',
    otherMap: 'The other map',
    mine: 'My treasure is the number',
    asked: 'Questions I asked',
    howToPlay: 'How to play',
    think: 'Think about it',
    rules: [
      'This is a game for two. Both players take a map of their own and keep it hidden from each other.',
      'On your map every chest has a letter and a number. Choose one chest to hold your treasure, and write its number into the field at the bottom. Then tell the other player this number, but not its letter.',
      'Take turns. In your turn say a letter: the other player answers with the number in that chest. Write it down next to the letter in the list of the other map, so that you do not ask twice.',
      'When the number is the one you were told, you have found the treasure. Count the letters you asked for: who needed fewer has won.',
    ],
    advice: {
      sorted: [
        'The numbers grow from A to Z. What does a number that is too small tell you about all the letters before it?',
        'Which letter should you ask for first? How many questions do you need at the very most, with 26 chests? How many would it be with twice as many chests?',
      ],
      unsorted: [
        'The numbers are in no order at all. What does a wrong number tell you about the other chests?',
        'How many questions do you need if you are very lucky, how many if you are very unlucky, and how many will it be on average with 26 chests?',
      ],
    },
  },
  figures: {
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
    keyboard: (octaves: number, highlight: string | undefined) =>
      `Keys of a piano, ${plural(octaves, 'octave', 'octaves')}${highlight === undefined ? '' : `; the keys ${highlight} are highlighted`}`,
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
  },
}

/** What every language says. */
export type Texts = typeof en
