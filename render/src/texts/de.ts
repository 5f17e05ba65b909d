// The texts of the worksheets in German.
import type { Texts } from './en.ts'

const LANES = ['ersten', 'zweiten', 'dritten', 'vierten', 'fünften', 'sechsten']

export const de: Texts = {
  language: 'de',
  page: (number) => `Seite ${number}`,
  copy: (number) => `Exemplar ${number}`,
  blank: 'leer',
  range: (low, high) => `${low} bis ${high}`,
  bits: (count) => `${count} Bits`,
  numbers: (has) => (has ? 'mit Zahlen' : 'ohne Zahlen'),
  blackBack: (has) => (has ? 'mit schwarzer Rückseite' : 'ohne schwarze Rückseite'),
  dotCounts: (has) => (has ? 'mit Punktzahlen' : 'ohne Punktzahlen'),
  barcode: {
    digits: (count) => `${count} Ziffern`,
    title: 'Die letzte Ziffer prüft alle anderen',
    begin: '1. Beginne neben der letzten Ziffer und addiere jede zweite.',
    thrice: 'Diese zählen dreifach.',
    between: '2. Addiere die Ziffern dazwischen.',
    sum: '3. Addiere beide Summen. Wie viel fehlt bis zum nächsten Vielfachen von zehn?',
    last: (digit) => `Die letzte Ziffer ist ${digit}.`,
  },
  alphabet: {
    versions: { student: 'Aufgabenblatt', teacher: 'Lösungsblatt' },
    headings: ['Zahl', 'Binär', 'Buchstabe'],
  },
  windows: {
    values: { binary: 'binär', lightbulb: 'Glühbirne' },
    howTo:
      'Beidseitig drucken. Entlang der gestrichelten Linien bis zur gepunkteten Linie schneiden, dann eine Klappe ' +
      'hochklappen, um ihre Punkte zu verdecken: Dieses Fenster zählt nicht.',
  },
  jobs: {
    programmer: { title: 'Programmieren', duty: 'Ich schreibe die Anweisungen.' },
    tester: { title: 'Testen', duty: 'Ich prüfe jeden Schritt.' },
    bot: { title: 'Roboter', duty: 'Ich tue genau, was man mir sagt.' },
  },
  left: 'LINKS',
  right: 'RECHTS',
  backs: {
    black: 'schwarze Rückseite',
    blue: 'blaue Rückseite',
    green: 'grüne Rückseite',
    purple: 'lila Rückseite',
    red: 'rote Rückseite',
  },
  piano: {
    keys: { A: 'A', B: 'H', C: 'C', D: 'D', E: 'E', F: 'F', G: 'G' },
    highlight: (key) => (key === undefined ? 'ohne Hervorhebung' : `${key} hervorgehoben`),
  },
  searching: {
    cards: (count) => `${count} Karten`,
    helperSheet: (has) => (has ? 'mit Spielanleitung' : 'ohne Spielanleitung'),
    title: 'Suchkarten',
    making: (count, largest) =>
      `Stelle die ${count} Karten her. Jede hat auf einer Seite ein Bild und auf der anderen eine Zahl: ${count} verschiedene von 1 bis ${largest}.`,
    makingBlank: (count) =>
      `Stelle die ${count} Karten her und schreibe ${count} verschiedene Zahlen auf die Seiten ohne Bild. Schreibe dieselben Zahlen dann unten in die Liste, die kleinste zuerst.`,
    shuffled:
      'Mische die Karten und lege sie so in eine Reihe, dass man nur die Bilder sieht. Wähle eine Zahl aus der Liste und nenne sie. Die Suchenden nennen ein Bild nach dem anderen, und du drehst die Karte um, bis sie die Zahl gefunden haben. Zählt die Karten.',
    inOrder:
      'Lege die Karten nun nach ihren Zahlen geordnet hin, die kleinste links, die Bilder wieder oben. Wähle eine andere Zahl. Welche Karte wollen die Suchenden zuerst sehen, und was verrät ihre Zahl über alle anderen?',
    again: (count, enough) =>
      `Spielt noch einmal mit anderen Zahlen. Mit einem guten Plan reichen immer ${enough} Karten, obwohl es ${count} sind. Wie viele würden bei doppelt so vielen Karten reichen?`,
    list: 'Die Zahlen der Reihe nach',
    advice:
      'Jeder rote Ring steht am Ende eines Viertels der Liste. Niemand findet den Weg? Dann frage: Ist deine Zahl kleiner als die im mittleren Ring oder größer? Eine Karte, und die Hälfte aller Karten scheidet aus.',
    folding:
      'Falte die Seiten entlang der gepunkteten Linie, den Druck nach außen, und klebe die Hälften zusammen. Schneide dann entlang der Linien.',
    things: {
      star: 'Stern',
      boat: 'Boot',
      apple: 'Apfel',
      umbrella: 'Schirm',
      tree: 'Baum',
      moon: 'Mond',
      house: 'Haus',
      fish: 'Fisch',
      heart: 'Herz',
      key: 'Schlüssel',
      tulip: 'Tulpe',
      cloud: 'Wolke',
      cat: 'Katze',
      kite: 'Drachen',
      clock: 'Uhr',
      sun: 'Sonne',
      bell: 'Glocke',
      cup: 'Tasse',
      rocket: 'Rakete',
      leaf: 'Blatt',
      mushroom: 'Pilz',
      crown: 'Krone',
      bus: 'Bus',
      balloon: 'Luftballon',
      flag: 'Fahne',
      diamond: 'Diamant',
      hat: 'Hut',
      ball: 'Ball',
      letter: 'Brief',
      anchor: 'Anker',
      lightning: 'Blitz',
    },
  },
  network: {
    smaller: 'die kleinere Zahl geht nach links',
    larger: 'die größere Zahl geht nach rechts',
  },
  sorting: {
    sets: {
      small_numbers: 'kleine Zahlen',
      large_numbers: 'große Zahlen',
      fractions: 'Brüche',
      maori_numbers: 'Zahlen auf Māori',
      words: 'Wörter',
      letters: 'Buchstaben',
      maori_colours: 'Farben auf Māori',
      riding_hood: 'Rotkäppchen',
      butterfly: 'Schmetterling',
    },
    words: ['Baum', 'Berg', 'Biene', 'Blume', 'Boot', 'Brot'],
    letters: 'ACDFGHJKLRTY',
    redRidingHood: [
      'Ein Mädchen geht zu seiner Großmutter.',
      'Im Wald trifft es einen Wolf.',
      'Der Wolf läuft voraus und klopft an die Tür.',
      'Wer liegt da in Großmutters Bett?',
      'Ein Jäger kommt. Der Wolf springt hinaus!',
      'Großmutter ist gerettet: Kuchen für alle!',
    ],
    butterfly: [
      'Ein Ei klebt an einem Blatt.',
      'Eine winzige Raupe schlüpft.',
      'Sie frisst und wächst und wächst.',
      'Als Puppe hängt sie an einem Zweig.',
      'Ein Schmetterling klettert heraus.',
      'Seine Flügel sind trocken: Er fliegt los!',
    ],
  },
  railway: {
    tracks: { circular: 'runde Gleise', twisted: 'verschlungene Gleise' },
    stations: ['Rot', 'Orange', 'Gelb', 'Grün', 'Blau', 'Lila', 'Rosa', 'Braun', 'Grau'],
  },
  treasure: {
    orders: { sorted: 'sortiert', unsorted: 'unsortiert' },
    art: { colour: 'farbig', bw: 'schwarz-weiß' },
    instructions: (has) => (has ? 'mit Anleitung' : 'ohne Anleitung'),
    title: 'Schatzsuche',
    otherMap: 'Die andere Karte',
    mine: 'Mein Schatz hat die Zahl',
    asked: 'So oft habe ich gefragt',
    howToPlay: 'So wird gespielt',
    think: 'Denkt nach',
    rules: [
      'Das ist ein Spiel für zwei. Beide nehmen eine eigene Karte und halten sie voreinander versteckt.',
      'Auf deiner Karte hat jede Truhe einen Buchstaben und eine Zahl. Wähle eine Truhe für deinen Schatz und schreibe ihre Zahl unten in das Feld. Verrate dann dem anderen Kind diese Zahl, aber nicht ihren Buchstaben.',
      'Ihr seid abwechselnd an der Reihe. Wenn du dran bist, nenne einen Buchstaben: Das andere Kind antwortet mit der Zahl in dieser Truhe. Schreibe sie in der Liste der anderen Karte neben den Buchstaben, damit du nicht zweimal fragst.',
      'Ist es die Zahl, die dir genannt wurde, hast du den Schatz gefunden. Zählt die Buchstaben, nach denen ihr gefragt habt: Wer weniger brauchte, hat gewonnen.',
    ],
    advice: {
      sorted: [
        'Die Zahlen werden von A bis Z größer. Was verrät dir eine zu kleine Zahl über alle Buchstaben davor?',
        'Nach welchem Buchstaben solltest du zuerst fragen? Wie viele Fragen brauchst du bei 26 Truhen höchstens? Wie viele wären es bei doppelt so vielen Truhen?',
      ],
      unsorted: [
        'Die Zahlen sind gar nicht geordnet. Was verrät dir eine falsche Zahl über die anderen Truhen?',
        'Wie viele Fragen brauchst du, wenn du viel Glück hast, wie viele bei viel Pech, und wie viele sind es bei 26 Truhen im Durchschnitt?',
      ],
    },
  },
  figures: {
    back: 'Die Rückseiten der Karten, einfarbig',
    dots: (count) => `${count} ${count === 1 ? 'Punkt' : 'Punkte'}`,
    turnRight: 'Pfeil: nach rechts drehen',
    turnLeft: 'Pfeil: nach links drehen',
    straightOn: 'Pfeil: geradeaus',
    leftArrow: 'Pfeil nach links',
    rightArrow: 'Pfeil nach rechts',
    litBulb: 'Glühbirne, die leuchtet',
    darkBulb: 'Glühbirne, die nicht leuchtet',
    grid: (side) => `Gitter aus ${side} mal ${side} Quadraten`,
    computer: 'Computer, der ein Programm zeigt',
    lens: 'Lupe mit einem Häkchen darin',
    robot: 'Roboter',
    dial: (numbers) =>
      numbers === 1
        ? 'Zifferblatt mit einem Strich, oben'
        : `Zifferblatt mit ${numbers} Strichen in gleichen Abständen, der erste oben`,
    blankCards: (columns, rows) =>
      `${columns * rows} leere quadratische Karten zum Ausschneiden, in ${rows} Reihen zu je ${columns}`,
    keyboard: (octaves, highlight) =>
      `Tasten eines Klaviers, ${octaves} ${octaves === 1 ? 'Oktave' : 'Oktaven'}${highlight === undefined ? '' : `; die Tasten ${highlight} sind hervorgehoben`}`,
    thing: (name) => `Bild: ${name}`,
    emptyList: (fields) =>
      `Liste mit ${fields} leeren Feldern; rote Ringe stehen am Ende jedes Viertels`,
    ringed: (number) => `${number}, in einem roten Ring`,
    network: (rows) => {
      const meetings = rows.map((pairs, row) => {
        const lanes = pairs.map(
          ([left, right]) => `die auf der ${LANES[left]} und der ${LANES[right]} Bahn`,
        )
        return `Reihe ${row + 1}: ${lanes.join('; ')}.`
      })
      return (
        `Netz aus ${LANES.length} Bahnen, von Feldern oben zu Feldern unten. In jedem Kreis treffen sich zwei Zahlen. ` +
        `Die kleinere geht in der linken Bahn weiter, die größere in der rechten. ${meetings.join(' ')}`
      )
    },
    colours: {
      kākāriki: 'Balken in Grün',
      karaka: 'Balken in Orange',
      kikorangi: 'Balken in Blau',
      kōwhai: 'Balken in Gelb',
      mā: 'Balken in Weiß',
      pango: 'Balken in Schwarz',
      waiporoporo: 'Balken in Lila',
      whero: 'Balken in Rot',
    },
    railway: {
      circular: 'Eisenbahn im Kreis mit neun Bahnhöfen',
      twisted:
        'Eisenbahn, die endet, wo sie beginnt, und sich auf drei Brücken selbst kreuzt, mit neun Bahnhöfen',
    },
    map: 'Karte einer Insel im Meer, mit Palmen, einem Kompass und 26 Schatztruhen',
    redRidingHood: [
      'Ein Mädchen mit roter Kappe und einem Korb neben einem Haus in der Sonne.',
      'Das Mädchen zwischen Tannen, neben ihm ein Wolf.',
      'Der Wolf klopft an ein Haus.',
      'Das Mädchen neben einem Bett, in dem der Wolf mit Nachthaube und Brille liegt.',
      'Ein Mann mit einer Feder am Hut, und der Wolf halb aus einem Fenster.',
      'Das Mädchen, der Jäger und die Großmutter an einem Tisch mit Kuchen.',
    ],
    butterfly: [
      'Ein kleines Ei auf einem grünen Blatt.',
      'Eine winzige Raupe neben ihrem offenen Ei auf dem Blatt.',
      'Eine große Raupe auf dem Blatt, das sie angefressen hat.',
      'Eine Puppe, die an einem Zweig hängt.',
      'Ein Schmetterling mit kleinen Flügeln unter seiner offenen Puppe.',
      'Ein Schmetterling mit weiten Flügeln zwischen zwei Blumen.',
    ],
  },
}
