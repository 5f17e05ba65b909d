// The texts of the worksheets in Spanish.
import type { Texts } from './en.ts'

const LANES = ['primer', 'segundo', 'tercer', 'cuarto', 'quinto', 'sexto']

export const es: Texts = {
  language: 'es',
  page: (number) => `Página ${number}`,
  copy: (number) => `Copia ${number}`,
  blank: 'en blanco',
  range: (low, high) => `${low} a ${high}`,
  bits: (count) => `${count} bits`,
  numbers: (has) => `${has ? 'con' : 'sin'} números`,
  blackBack: (has) => `${has ? 'con' : 'sin'} reverso negro`,
  dotCounts: (has) => `${has ? 'con' : 'sin'} número de puntos`,
  barcode: {
    digits: (count) => `${count} cifras`,
    title: 'La última cifra comprueba todas las demás',
    begin: '1. Empieza junto a la última cifra y suma una sí y otra no.',
    thrice: 'Estas cuentan tres veces.',
    between: '2. Suma las cifras que quedan entre ellas.',
    sum: '3. Suma los dos resultados. ¿Cuánto falta para el siguiente múltiplo de diez?',
    last: (digit) => `La última cifra es ${digit}.`,
  },
  alphabet: {
    versions: { student: 'alumnado', teacher: 'profesorado' },
    headings: ['Número', 'Binario', 'Letra'],
  },
  windows: {
    values: { binary: 'binario', lightbulb: 'bombilla' },
    howTo:
      'Imprime por las dos caras. Corta por las líneas discontinuas hasta la línea de puntos y dobla una solapa hacia ' +
      'arriba para tapar sus puntos: esa ventana no cuenta.',
  },
  jobs: {
    programmer: { title: 'Programar', duty: 'Escribo las instrucciones.' },
    tester: { title: 'Probar', duty: 'Compruebo cada paso.' },
    bot: { title: 'Robot', duty: 'Hago exactamente lo que me dicen.' },
  },
  left: 'IZQUIERDA',
  right: 'DERECHA',
  backs: {
    black: 'reverso negro',
    blue: 'reverso azul',
    green: 'reverso verde',
    purple: 'reverso morado',
    red: 'reverso rojo',
  },
  piano: {
    keys: { A: 'La', B: 'Si', C: 'Do', D: 'Re', E: 'Mi', F: 'Fa', G: 'Sol' },
    highlight: (key) => (key === undefined ? 'sin resaltar' : `${key} resaltado`),
  },
  searching: {
    cards: (count) => `${count} tarjetas`,
    helperSheet: (has) => `${has ? 'con' : 'sin'} hoja de ayuda`,
    title: 'Tarjetas de búsqueda',
    making: (count, largest) =>
      `Prepara las ${count} tarjetas. Cada una tiene un dibujo en una cara y un número en la otra: ${count} números distintos del 1 al ${largest}.`,
    makingBlank: (count) =>
      `Prepara las ${count} tarjetas y escribe ${count} números distintos en las caras sin dibujo. Después escribe los mismos números en la lista de abajo, empezando por el menor.`,
    shuffled:
      'Baraja las tarjetas y ponlas en fila de modo que solo se vean los dibujos. Elige un número de la lista y dilo. Quienes buscan nombran un dibujo tras otro, y tú das la vuelta a esa tarjeta, hasta que encuentren el número. Contad las tarjetas.',
    inOrder:
      'Ahora coloca las tarjetas por orden de sus números, la menor a la izquierda, otra vez con los dibujos hacia arriba. Elige otro número. ¿Qué tarjeta quieren ver primero quienes buscan, y qué les dice su número sobre todas las demás?',
    again: (count, enough) =>
      `Jugad otra vez con otros números. Con un buen plan siempre bastan ${enough} tarjetas, aunque haya ${count}. ¿Cuántas bastarían si hubiera el doble de tarjetas?`,
    list: 'Los números en orden',
    advice:
      'Cada anillo rojo está al final de una cuarta parte de la lista. ¿Nadie encuentra el camino? Pregunta entonces: ¿tu número es menor o mayor que el del anillo del medio? Una tarjeta, y la mitad de todas queda descartada.',
    folding:
      'Dobla las hojas por la línea de puntos, con lo impreso hacia fuera, y pega las dos mitades. Después corta por las líneas.',
    things: {
      star: 'estrella',
      boat: 'barco',
      apple: 'manzana',
      umbrella: 'paraguas',
      tree: 'árbol',
      moon: 'luna',
      house: 'casa',
      fish: 'pez',
      heart: 'corazón',
      key: 'llave',
      tulip: 'tulipán',
      cloud: 'nube',
      cat: 'gato',
      kite: 'cometa',
      clock: 'reloj',
      sun: 'sol',
      bell: 'campana',
      cup: 'taza',
      rocket: 'cohete',
      leaf: 'hoja',
      mushroom: 'seta',
      crown: 'corona',
      bus: 'autobús',
      balloon: 'globo',
      flag: 'bandera',
      diamond: 'diamante',
      hat: 'sombrero',
      ball: 'pelota',
      letter: 'carta',
      anchor: 'ancla',
      lightning: 'rayo',
    },
  },
  network: {
    smaller: 'el número menor va a la izquierda',
    larger: 'el número mayor va a la derecha',
  },
  sorting: {
    sets: {
      small_numbers: 'números pequeños',
      large_numbers: 'números grandes',
      fractions: 'fracciones',
      maori_numbers: 'números en maorí',
      words: 'palabras',
      letters: 'letras',
      maori_colours: 'colores en maorí',
      riding_hood: 'Caperucita Roja',
      butterfly: 'mariposa',
    },
    words: ['barco', 'bebé', 'boca', 'bosque', 'brazo', 'burro'],
    letters: 'ACDFGHJKLRTY',
    redRidingHood: [
      'Una niña sale a ver a su abuela.',
      'En el bosque se encuentra con un lobo.',
      'El lobo se adelanta y llama a la puerta.',
      '¿Quién está en la cama de la abuela?',
      'Entra un cazador. ¡El lobo salta fuera!',
      'La abuela está a salvo: ¡tarta para todos!',
    ],
    butterfly: [
      'Un huevo está pegado a una hoja.',
      'Sale una oruga diminuta.',
      'Come, y crece y crece.',
      'Cuelga de una ramita como crisálida.',
      'Sale una mariposa.',
      'Sus alas están secas: ¡a volar!',
    ],
  },
  railway: {
    tracks: { circular: 'vía circular', twisted: 'vía enredada' },
    stations: ['Rojo', 'Naranja', 'Amarillo', 'Verde', 'Azul', 'Morado', 'Rosa', 'Marrón', 'Gris'],
  },
  treasure: {
    orders: { sorted: 'ordenados', unsorted: 'desordenados' },
    art: { colour: 'en color', bw: 'en blanco y negro' },
    instructions: (has) => `${has ? 'con' : 'sin'} instrucciones`,
    title: 'La búsqueda del tesoro',
    otherMap: 'El otro mapa',
    mine: 'Mi tesoro es el número',
    asked: 'Preguntas que hice',
    howToPlay: 'Cómo se juega',
    think: 'Para pensar',
    rules: [
      'Es un juego para dos. Cada jugador toma un mapa y no deja que el otro lo vea.',
      'En tu mapa cada cofre tiene una letra y un número. Elige un cofre para esconder tu tesoro y escribe su número en el recuadro de abajo. Después dile al otro jugador ese número, pero no su letra.',
      'Jugad por turnos. En tu turno di una letra: el otro jugador responde con el número de ese cofre. Escríbelo junto a la letra en la lista del otro mapa, para no preguntar dos veces.',
      'Cuando sea el número que te dijeron, has encontrado el tesoro. Contad las letras que habéis preguntado: gana quien haya necesitado menos.',
    ],
    advice: {
      sorted: [
        'Los números crecen de la A a la Z. ¿Qué te dice un número demasiado pequeño sobre todas las letras anteriores?',
        '¿Por qué letra conviene preguntar primero? ¿Cuántas preguntas necesitas como máximo con 26 cofres? ¿Y cuántas serían con el doble de cofres?',
      ],
      unsorted: [
        'Los números no siguen ningún orden. ¿Qué te dice un número equivocado sobre los demás cofres?',
        '¿Cuántas preguntas necesitas con mucha suerte, cuántas con muy mala suerte y cuántas serán de media con 26 cofres?',
      ],
    },
  },
  figures: {
    back: 'Los reversos de las tarjetas, de un solo color',
    dots: (count) => `${count} ${count === 1 ? 'punto' : 'puntos'}`,
    turnRight: 'Flecha: girar a la derecha',
    turnLeft: 'Flecha: girar a la izquierda',
    straightOn: 'Flecha: seguir recto',
    leftArrow: 'Flecha hacia la izquierda',
    rightArrow: 'Flecha hacia la derecha',
    litBulb: 'Bombilla encendida',
    darkBulb: 'Bombilla apagada',
    grid: (side) => `Cuadrícula de ${side} por ${side} cuadrados`,
    computer: 'Ordenador que muestra un programa',
    lens: 'Lupa con una marca de verificación',
    robot: 'Robot',
    dial: (numbers) =>
      numbers === 1
        ? 'Esfera de reloj con una marca, arriba'
        : `Esfera de reloj con ${numbers} marcas a distancias iguales, la primera arriba`,
    blankCards: (columns, rows) =>
      `${columns * rows} tarjetas cuadradas en blanco para recortar, en ${rows} filas de ${columns}`,
    keyboard: (octaves, highlight) =>
      `Teclas de un piano, ${octaves} ${octaves === 1 ? 'octava' : 'octavas'}${highlight === undefined ? '' : `; las teclas ${highlight} están resaltadas`}`,
    thing: (name) => `Dibujo: ${name}`,
    emptyList: (fields) =>
      `Lista de ${fields} casillas vacías; hay anillos rojos al final de cada cuarta parte`,
    ringed: (number) => `${number}, en un anillo rojo`,
    network: (rows) => {
      const meetings = rows.map((pairs, row) => {
        const lanes = pairs.map(([left, right]) => `el ${LANES[left]} y el ${LANES[right]} carril`)
        return `Fila ${row + 1}: ${lanes.join('; ')}.`
      })
      return (
        `Red de ${LANES.length} carriles, de casillas arriba a casillas abajo. En cada círculo se encuentran dos carriles. ` +
        `El número menor sigue por el carril de la izquierda y el mayor por el de la derecha. ${meetings.join(' ')}`
      )
    },
    colours: {
      kākāriki: 'Barra verde',
      karaka: 'Barra naranja',
      kikorangi: 'Barra azul',
      kōwhai: 'Barra amarilla',
      mā: 'Barra blanca',
      pango: 'Barra negra',
      waiporoporo: 'Barra morada',
      whero: 'Barra roja',
    },
    railway: {
      circular: 'Vía de tren en círculo con nueve estaciones',
      twisted:
        'Vía de tren que acaba donde empieza y se cruza a sí misma en tres puentes, con nueve estaciones',
    },
    map: 'Mapa de una isla en el mar, con palmeras, una brújula y 26 cofres del tesoro',
    redRidingHood: [
      'Una niña con caperuza roja y una cesta, junto a una casa al sol.',
      'La niña entre abetos, y un lobo a su lado.',
      'El lobo llama a la puerta de una casa.',
      'La niña junto a una cama en la que está el lobo, con gorro de dormir y gafas.',
      'Un hombre con una pluma en el sombrero, y el lobo con medio cuerpo fuera de una ventana.',
      'La niña, el cazador y la abuela a una mesa con una tarta.',
    ],
    butterfly: [
      'Un huevo pequeño en una hoja verde.',
      'Una oruga diminuta junto a su huevo abierto, en la hoja.',
      'Una oruga grande en la hoja, que ha mordido.',
      'Una crisálida que cuelga de una ramita.',
      'Una mariposa de alas pequeñas bajo su crisálida abierta.',
      'Una mariposa de alas anchas entre dos flores.',
    ],
  },
}
