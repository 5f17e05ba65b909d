// How the game is played, as a page of its own.
import { drawSteps } from '../../page/steps.ts'
import type { Surface } from '../../page/surface.ts'

const RULES = [
  'This is a game for two. Both players take a map of their own and keep it hidden from each other.',
  'On your map every chest has a letter and a number. Choose one chest to hold your treasure, and write its number into the field at the bottom. Then tell the other player this number, but not its letter.',
  'Take turns. In your turn say a letter: the other player answers with the number in that chest. Write it down next to the letter in the list of the other map, so that you do not ask twice.',
  'When the number is the one you were told, you have found the treasure. Count the letters you asked for: who needed fewer has won.',
] as const

const ADVICE = {
  sorted: [
    'The numbers grow from A to Z. What does a number that is too small tell you about all the letters before it?',
    'Which letter should you ask for first? How many questions do you need at the very most, with 26 chests? How many would it be with twice as many chests?',
  ],
  unsorted: [
    'The numbers are in no order at all. What does a wrong number tell you about the other chests?',
    'How many questions do you need if you are very lucky, how many if you are very unlucky, and how many will it be on average with 26 chests?',
  ],
} as const

const STYLE = { size: 6 }
const GAP = 4

/** `order` is that of the numbers in the chests. */
export function drawRules(page: Surface, order: keyof typeof ADVICE): void {
  page.label('How to play', { x: 0, y: 1, width: page.width, height: 13 }, { size: 14, role: 'H1' })
  const column = { x: 12, width: page.width - 18, height: page.height }
  let top = drawSteps(
    page,
    RULES,
    { x: 0, y: 22, width: page.width - 6, height: page.height },
    STYLE,
  )
  top += 4
  page.text('Think about it', column.x, top + 7, { size: 9, role: 'H2' })
  top += 14
  for (const question of ADVICE[order])
    top = page.paragraph(question, { ...column, y: top }, STYLE) + GAP
}
