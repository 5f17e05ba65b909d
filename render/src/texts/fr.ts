// The texts of the worksheets in French.
import type { Texts } from './en.ts'

const LANES = ['première', 'deuxième', 'troisième', 'quatrième', 'cinquième', 'sixième']

export const fr: Texts = {
  language: 'fr',
  page: (number) => `Page ${number}`,
  copy: (number) => `Exemplaire ${number}`,
  blank: 'vierge',
  range: (low, high) => `${low} à ${high}`,
  bits: (count) => `${count} bits`,
  numbers: (has) => `${has ? 'avec' : 'sans'} nombres`,
  blackBack: (has) => `${has ? 'avec' : 'sans'} verso noir`,
  dotCounts: (has) => `${has ? 'avec' : 'sans'} nombre de points`,
  barcode: {
    digits: (count) => `${count} chiffres`,
    title: 'Le dernier chiffre vérifie tous les autres',
    begin: '1. Commence à côté du dernier chiffre et additionne un chiffre sur deux.',
    thrice: 'Ceux-ci comptent trois fois.',
    between: '2. Additionne les chiffres restants.',
    sum: '3. Additionne les deux sommes. Combien manque-t-il jusqu’au prochain multiple de dix\u00a0?',
    last: (digit) => `Le dernier chiffre est ${digit}.`,
  },
  alphabet: {
    versions: { student: 'élève', teacher: 'enseignant' },
    headings: ['Nombre', 'Binaire', 'Lettre'],
  },
  windows: {
    values: { binary: 'binaire', lightbulb: 'ampoule' },
    howTo:
      'Imprime recto verso. Découpe le long des tirets jusqu’à la ligne pointillée, puis replie un volet vers le haut ' +
      'pour cacher ses points\u00a0: cette fenêtre ne compte pas.',
  },
  jobs: {
    programmer: { title: 'Programmer', duty: 'J’écris les instructions.' },
    tester: { title: 'Tester', duty: 'Je vérifie chaque étape.' },
    bot: { title: 'Robot', duty: 'Je fais exactement ce qu’on me dit.' },
  },
  left: 'GAUCHE',
  right: 'DROITE',
  backs: {
    black: 'verso noir',
    blue: 'verso bleu',
    green: 'verso vert',
    purple: 'verso violet',
    red: 'verso rouge',
  },
  piano: {
    keys: { A: 'La', B: 'Si', C: 'Do', D: 'Ré', E: 'Mi', F: 'Fa', G: 'Sol' },
    highlight: (key) => (key === undefined ? 'sans surlignage' : `${key} surligné`),
  },
  searching: {
    cards: (count) => `${count} cartes`,
    helperSheet: (has) => `${has ? 'avec' : 'sans'} fiche d’aide`,
    title: 'Cartes à chercher',
    making: (count, largest) =>
      `Prépare les ${count} cartes. Chacune a une image d’un côté et un nombre de l’autre\u00a0: ${count} nombres différents de 1 à ${largest}.`,
    makingBlank: (count) =>
      `Prépare les ${count} cartes et écris ${count} nombres différents sur les côtés sans image. Écris ensuite les mêmes nombres dans la liste ci-dessous, le plus petit d’abord.`,
    shuffled:
      'Mélange les cartes et pose-les en ligne pour qu’on ne voie que les images. Choisis un nombre de la liste et dis-le. Ceux qui cherchent nomment une image après l’autre, et tu retournes la carte, jusqu’à ce qu’ils aient trouvé le nombre. Comptez les cartes.',
    inOrder:
      'Range maintenant les cartes dans l’ordre de leurs nombres, le plus petit à gauche, les images de nouveau visibles. Choisis un autre nombre. Quelle carte veut-on voir d’abord, et que dit son nombre de toutes les autres\u00a0?',
    again: (count, enough) =>
      `Rejouez avec d’autres nombres. Avec un bon plan, ${enough} cartes suffisent toujours, bien qu’il y en ait ${count}. Combien en faudrait-il pour deux fois plus de cartes\u00a0?`,
    list: 'Les nombres dans l’ordre',
    advice:
      'Chaque anneau rouge est à la fin d’un quart de la liste. Personne ne trouve\u00a0? Demande alors\u00a0: ton nombre est-il plus petit que celui de l’anneau du milieu, ou plus grand\u00a0? Une carte, et la moitié des cartes est éliminée.',
    folding:
      'Plie les feuilles le long de la ligne pointillée, l’impression à l’extérieur, et colle les deux moitiés. Découpe ensuite le long des lignes.',
    things: {
      star: 'étoile',
      boat: 'bateau',
      apple: 'pomme',
      umbrella: 'parapluie',
      tree: 'arbre',
      moon: 'lune',
      house: 'maison',
      fish: 'poisson',
      heart: 'cœur',
      key: 'clé',
      tulip: 'tulipe',
      cloud: 'nuage',
      cat: 'chat',
      kite: 'cerf-volant',
      clock: 'horloge',
      sun: 'soleil',
      bell: 'cloche',
      cup: 'tasse',
      rocket: 'fusée',
      leaf: 'feuille',
      mushroom: 'champignon',
      crown: 'couronne',
      bus: 'bus',
      balloon: 'ballon',
      flag: 'drapeau',
      diamond: 'diamant',
      hat: 'chapeau',
      ball: 'balle',
      letter: 'lettre',
      anchor: 'ancre',
      lightning: 'éclair',
    },
  },
  network: {
    smaller: 'le plus petit nombre va à gauche',
    larger: 'le plus grand nombre va à droite',
  },
  sorting: {
    sets: {
      small_numbers: 'petits nombres',
      large_numbers: 'grands nombres',
      fractions: 'fractions',
      maori_numbers: 'nombres en maori',
      words: 'mots',
      letters: 'lettres',
      maori_colours: 'couleurs en maori',
      riding_hood: 'Petit Chaperon rouge',
      butterfly: 'papillon',
    },
    words: ['balle', 'banane', 'bateau', 'bois', 'bouche', 'bras'],
    letters: 'ACDFGHJKLRTY',
    redRidingHood: [
      'Une fille part voir sa grand-mère.',
      'Dans la forêt, elle rencontre un loup.',
      'Le loup court devant et frappe à la porte.',
      'Qui est dans le lit de grand-mère\u00a0?',
      'Un chasseur entre. Le loup saute dehors\u00a0!',
      'Grand-mère est sauvée\u00a0: du gâteau pour tous\u00a0!',
    ],
    butterfly: [
      'Un œuf est collé à une feuille.',
      'Une toute petite chenille éclot.',
      'Elle mange, et grandit, et grandit.',
      'Chrysalide, elle pend à une brindille.',
      'Un papillon en sort.',
      'Ses ailes sont sèches\u00a0: il s’envole\u00a0!',
    ],
  },
  railway: {
    tracks: { circular: 'voie circulaire', twisted: 'voie entrelacée' },
    stations: ['Rouge', 'Orange', 'Jaune', 'Vert', 'Bleu', 'Violet', 'Rose', 'Marron', 'Gris'],
  },
  treasure: {
    orders: { sorted: 'triés', unsorted: 'non triés' },
    art: { colour: 'en couleurs', bw: 'en noir et blanc' },
    instructions: (has) => `${has ? 'avec' : 'sans'} règles`,
    title: 'Chasse au trésor',
    otherMap: 'L’autre carte',
    mine: 'Mon trésor est le nombre',
    asked: 'Questions que j’ai posées',
    howToPlay: 'Comment jouer',
    think: 'Réfléchis',
    rules: [
      'C’est un jeu pour deux. Chaque joueur prend sa propre carte et la cache à l’autre.',
      'Sur ta carte, chaque coffre a une lettre et un nombre. Choisis un coffre pour ton trésor et écris son nombre dans la case du bas. Dis ensuite ce nombre à l’autre joueur, mais pas sa lettre.',
      'Jouez chacun votre tour. À ton tour, dis une lettre\u00a0: l’autre joueur répond par le nombre de ce coffre. Écris-le à côté de la lettre dans la liste de l’autre carte, pour ne pas demander deux fois.',
      'Quand c’est le nombre qu’on t’a dit, tu as trouvé le trésor. Comptez les lettres demandées\u00a0: celui qui en a demandé le moins a gagné.',
    ],
    advice: {
      sorted: [
        'Les nombres augmentent de A à Z. Que te dit un nombre trop petit de toutes les lettres qui précèdent\u00a0?',
        'Quelle lettre vaut-il mieux demander d’abord\u00a0? Combien de questions te faut-il au maximum avec 26 coffres\u00a0? Et avec deux fois plus de coffres\u00a0?',
      ],
      unsorted: [
        'Les nombres ne sont dans aucun ordre. Que te dit un mauvais nombre des autres coffres\u00a0?',
        'Combien de questions te faut-il avec beaucoup de chance, combien sans aucune chance, et combien en moyenne avec 26 coffres\u00a0?',
      ],
    },
  },
  figures: {
    back: 'Le verso des cartes, d’une seule couleur',
    dots: (count) => `${count} ${count === 1 ? 'point' : 'points'}`,
    turnRight: 'Flèche\u00a0: tourner à droite',
    turnLeft: 'Flèche\u00a0: tourner à gauche',
    straightOn: 'Flèche\u00a0: tout droit',
    leftArrow: 'Flèche vers la gauche',
    rightArrow: 'Flèche vers la droite',
    litBulb: 'Ampoule allumée',
    darkBulb: 'Ampoule éteinte',
    grid: (side) => `Grille de ${side} carrés sur ${side}`,
    computer: 'Ordinateur qui affiche un programme',
    lens: 'Loupe avec une coche',
    robot: 'Robot',
    dial: (numbers) =>
      numbers === 1
        ? 'Cadran d’horloge avec un repère, en haut'
        : `Cadran d’horloge avec ${numbers} repères à distances égales, le premier en haut`,
    blankCards: (columns, rows) =>
      `${columns * rows} cartes carrées vierges à découper, en ${rows} rangées de ${columns}`,
    keyboard: (octaves, highlight) =>
      `Touches d’un piano, ${octaves} ${octaves === 1 ? 'octave' : 'octaves'}${highlight === undefined ? '' : ` ; les touches ${highlight} sont surlignées`}`,
    thing: (name) => `Image\u00a0: ${name}`,
    emptyList: (fields) =>
      `Liste de ${fields} cases vides\u00a0; des anneaux rouges sont à la fin de chaque quart`,
    ringed: (number) => `${number}, dans un anneau rouge`,
    network: (rows) => {
      const meetings = rows.map((pairs, row) => {
        const lanes = pairs.map(([left, right]) => `la ${LANES[left]} et la ${LANES[right]}`)
        return `Rangée ${row + 1}\u00a0: ${lanes.join(' ; ')}.`
      })
      return (
        `Réseau de ${LANES.length} voies, de cases en haut à des cases en bas. Dans chaque cercle, deux voies se rencontrent. ` +
        `Le plus petit nombre continue dans la voie de gauche, le plus grand dans celle de droite. ${meetings.join(' ')}`
      )
    },
    colours: {
      kākāriki: 'Barre verte',
      karaka: 'Barre orange',
      kikorangi: 'Barre bleue',
      kōwhai: 'Barre jaune',
      mā: 'Barre blanche',
      pango: 'Barre noire',
      waiporoporo: 'Barre violette',
      whero: 'Barre rouge',
    },
    railway: {
      circular: 'Voie ferrée en cercle avec neuf gares',
      twisted:
        'Voie ferrée qui finit où elle commence et se croise sur trois ponts, avec neuf gares',
    },
    map: 'Carte d’une île dans la mer, avec des palmiers, une boussole et 26 coffres au trésor',
    redRidingHood: [
      'Une fille à capuche rouge, avec un panier, près d’une maison au soleil.',
      'La fille parmi des sapins, et un loup à côté d’elle.',
      'Le loup frappe à la porte d’une maison.',
      'La fille près d’un lit où le loup est couché, avec un bonnet de nuit et des lunettes.',
      'Un homme avec une plume au chapeau, et le loup à moitié sorti d’une fenêtre.',
      'La fille, le chasseur et la grand-mère à une table avec un gâteau.',
    ],
    butterfly: [
      'Un petit œuf sur une feuille verte.',
      'Une toute petite chenille à côté de son œuf ouvert, sur la feuille.',
      'Une grosse chenille sur la feuille qu’elle a mordue.',
      'Une chrysalide qui pend à une brindille.',
      'Un papillon aux petites ailes sous sa chrysalide ouverte.',
      'Un papillon aux grandes ailes entre deux fleurs.',
    ],
  },
}
