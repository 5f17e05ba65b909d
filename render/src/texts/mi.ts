// The texts of the worksheets in te reo Māori.
import type { Texts } from './en.ts'

const LANES = ['tuatahi', 'tuarua', 'tuatoru', 'tuawhā', 'tuarima', 'tuaono']

const having = (has: boolean, what: string): string => (has ? `me ngā ${what}` : `kāore he ${what}`)

export const mi: Texts = {
  language: 'mi',
  page: (number) => `Whārangi ${number}`,
  copy: (number) => `Tārua ${number}`,
  blank: 'wātea',
  range: (low, high) => `${low} ki te ${high}`,
  bits: (count) => `${count} moka`,
  numbers: (has) => having(has, 'tau'),
  blackBack: (has) => having(has, 'tuarā pango'),
  dotCounts: (has) => having(has, 'tapeke ira'),
  barcode: {
    digits: (count) => `${count} mati`,
    title: 'Ka arowhaia ngā mati katoa e te mea whakamutunga',
    begin: '1. Tīmata i te taha o te mati whakamutunga, ka tāpiri i ia mati tuarua.',
    thrice: 'Ka whakareatia ēnei ki te toru.',
    between: '2. Tāpirihia ngā mati kei waenganui.',
    sum: '3. Tāpirihia ngā tapeke e rua. E hia atu anō kia eke ki te taurea o te tekau e whai ake ana?',
    last: (digit) => `Ko te ${digit} te mati whakamutunga.`,
  },
  alphabet: {
    versions: { student: 'ākonga', teacher: 'kaiako' },
    headings: ['Tau', 'Ā-rua', 'Pū'],
  },
  windows: {
    values: { binary: 'ā-rua', lightbulb: 'pūrama' },
    howTo:
      'Tāia ki ngā taha e rua. Tapahia ngā rārangi motumotu tae atu ki te rārangi ira, kātahi ka whātui ake i tētahi ' +
      'taupoki hei huna i ōna ira: kāore tērā matapihi e tatauria.',
  },
  jobs: {
    programmer: { title: 'Kaihōtaka', duty: 'Ka tuhi au i ngā tohutohu.' },
    tester: { title: 'Kaiwhakamātau', duty: 'Ka arowhai au i ia upane.' },
    bot: { title: 'Karetao', duty: 'Ka whai tonu au i ngā tohutohu.' },
  },
  left: 'MAUĪ',
  right: 'MATAU',
  backs: {
    black: 'tuarā pango',
    blue: 'tuarā kikorangi',
    green: 'tuarā kākāriki',
    purple: 'tuarā waiporoporo',
    red: 'tuarā whero',
  },
  piano: {
    keys: { A: 'A', B: 'B', C: 'C', D: 'D', E: 'E', F: 'F', G: 'G' },
    highlight: (key) => (key === undefined ? 'kāore he miramira' : `miramira ${key}`),
  },
  searching: {
    cards: (count) => `${count} kāri`,
    helperSheet: (has) => (has ? 'me te puka āwhina' : 'kāore he puka āwhina'),
    title: 'Kāri rapu',
    making: (count, largest) =>
      `Hangaia ngā kāri e ${count}. He pikitia kei tētahi taha o ia kāri, he tau kei tētahi: e ${count} ngā tau rerekē, mai i te 1 ki te ${largest}.`,
    makingBlank: (count) =>
      `Hangaia ngā kāri e ${count}, ka tuhi i ngā tau rerekē e ${count} ki ngā taha kāore he pikitia. Kātahi ka tuhi i aua tau ki te rārangi i raro nei, ko te mea iti rawa i mua.`,
    shuffled:
      'Whakaranua ngā kāri, ka whakatakoto ki te kapa kia kitea ko ngā pikitia anake. Kōwhiria he tau i te rārangi, ka whakahua ai. Ka whakahua ngā kairapu i tētahi pikitia, ka huri koe i taua kāri, ā, ka pērā tonu kia kitea rā anō te tau. Tatauria ngā kāri.',
    inOrder:
      'Ināianei whakatakotoria ngā kāri kia raupapa ngā tau, ko te mea iti rawa ki te taha mauī, ko ngā pikitia anō ki runga. Kōwhiria tētahi atu tau. Ko tēhea te kāri e hiahia ana ngā kairapu kia kitea tuatahitia, ā, he aha tā tōna tau e whakaatu ai mō ērā atu katoa?',
    again: (count, enough) =>
      `Tākarohia anō ki ētahi atu tau. Mehemea he pai te rautaki, ka rahi tonu ngā kāri e ${enough}, ahakoa e ${count} te katoa. E hia ka rahi mēnā ka rearuatia te maha o ngā kāri?`,
    list: 'Ngā tau kua raupapatia',
    advice:
      'Kei te pito o ia hauwhā o te rārangi tētahi mōwhiti whero. Kāore tētahi e kite i te huarahi? Me pātai: he iti iho tō tau i tērā kei te mōwhiti o waenganui, he nui ake rānei? Kotahi te kāri, ā, kua puta te haurua o ngā kāri katoa.',
    folding:
      'Whātuia ngā whārangi i te rārangi ira, ko te tānga ki waho, ka whakapiri i ngā haurua. Kātahi ka tapahi i ngā rārangi.',
    things: {
      star: 'whetū',
      boat: 'waka',
      apple: 'āporo',
      umbrella: 'amarara',
      tree: 'rākau',
      moon: 'marama',
      house: 'whare',
      fish: 'ika',
      heart: 'manawa',
      key: 'kī',
      tulip: 'tūripi',
      cloud: 'kapua',
      cat: 'ngeru',
      kite: 'manu tukutuku',
      clock: 'karaka',
      sun: 'rā',
      bell: 'pere',
      cup: 'kapu',
      rocket: 'tākirirangi',
      leaf: 'rau',
      mushroom: 'harore',
      crown: 'karauna',
      bus: 'pahi',
      balloon: 'poihau',
      flag: 'haki',
      diamond: 'taimana',
      hat: 'pōtae',
      ball: 'pōro',
      letter: 'reta',
      anchor: 'punga',
      lightning: 'uira',
    },
  },
  network: {
    smaller: 'ka haere te tau iti ki te mauī',
    larger: 'ka haere te tau nui ki te matau',
  },
  sorting: {
    sets: {
      small_numbers: 'tau iti',
      large_numbers: 'tau nui',
      fractions: 'hautau',
      maori_numbers: 'tau Māori',
      words: 'kupu',
      letters: 'pū',
      maori_colours: 'tae Māori',
      riding_hood: 'Pōtae Whero',
      butterfly: 'pūrerehua',
    },
    words: ['manu', 'marama', 'matau', 'maunga', 'moana', 'motu'],
    letters: 'AEHIKMNOPRTU',
    redRidingHood: [
      'Ka haere tētahi kōtiro ki te toro i tōna kuia.',
      'I te ngahere ka tūtaki ia ki tētahi wuruhi.',
      'Ka oma te wuruhi i mua, ka pātōtō i te tatau.',
      'Ko wai tērā kei te moenga o te kuia?',
      'Ka kuhu mai te kaiwhakangau. Ka peke te wuruhi ki waho!',
      'Kua ora te kuia: he keke mā te katoa!',
    ],
    butterfly: [
      'Ka piri tētahi hēki ki te rau.',
      'Ka pao mai he anuhe pakupaku.',
      'Ka kai ia, ka tipu, ka tipu.',
      'Ka iri ia i te peka hei tungoungou.',
      'Ka puta mai he pūrerehua.',
      'Kua maroke ngā parirau: ka rere ia!',
    ],
  },
  railway: {
    tracks: { circular: 'ara porowhita', twisted: 'ara kōwiri' },
    stations: [
      'Whero',
      'Karaka',
      'Kōwhai',
      'Kākāriki',
      'Kikorangi',
      'Waiporoporo',
      'Māwhero',
      'Parauri',
      'Kiwikiwi',
    ],
  },
  treasure: {
    orders: { sorted: 'Kua raupapatia', unsorted: 'Kāore i raupapatia' },
    art: { colour: 'tae katoa', bw: 'pango me te mā' },
    instructions: (has) => having(has, 'tohutohu'),
    title: 'Rapu taonga',
    otherMap: 'Tērā atu mahere',
    mine: 'Ko te tau o taku taonga ko',
    asked: 'Aku pātai',
    howToPlay: 'Me pēhea te tākaro',
    think: 'Whakaarohia',
    rules: [
      'He kēmu tēnei mā te tokorua. Ka tango tēnā me tēnā i tōna ake mahere, ka huna ai i tērā atu.',
      'He pū, he tau hoki kei ia pouaka o tō mahere. Kōwhiria tētahi pouaka hei puritanga mō tō taonga, ka tuhi i tōna tau ki te āpure o raro. Kātahi ka kōrero i tēnei tau ki tērā atu kaitākaro, engari kaua te pū.',
      'Me tākaro takirua. Ka tae ki a koe, whakahuatia he pū: ka whakahokia e tērā atu kaitākaro te tau kei roto i taua pouaka. Tuhia ki te taha o te pū i te rārangi o tērā atu mahere, kia kore ai e pātai tuaruatia.',
      'Ki te rite te tau ki tērā i kīia mai ai ki a koe, kua kitea e koe te taonga. Tatauria ngā pū i pātaihia e koe: ko te tangata he iti iho āna pātai te toa.',
    ],
    advice: {
      sorted: [
        'Ka piki haere ngā tau mai i te A ki te Z. He aha tā tētahi tau he iti rawa e whakaatu ai mō ngā pū katoa i mua i a ia?',
        'Ko tēhea te pū hei pātai māu i te tuatahi? E hia ngā pātai mōrahi mō ngā pouaka e 26? E hia mēnā ka rearuatia te maha o ngā pouaka?',
      ],
      unsorted: [
        'Kāore he raupapa o ngā tau. He aha tā tētahi tau hē e whakaatu ai mō ērā atu pouaka?',
        'E hia ngā pātai mēnā he tino waimarie koe, e hia mēnā he tino waimarie kore, ā, e hia te toharite mō ngā pouaka e 26?',
      ],
    },
  },
  figures: {
    back: 'Ngā tuarā o ngā kāri, he tae kotahi',
    dots: (count) => (count === 1 ? 'kotahi te ira' : `e ${count} ngā ira`),
    turnRight: 'Pere: huri ki te matau',
    turnLeft: 'Pere: huri ki te mauī',
    straightOn: 'Pere: haere tika',
    leftArrow: 'Pere ki te mauī',
    rightArrow: 'Pere ki te matau',
    litBulb: 'Pūrama e kā ana',
    darkBulb: 'Pūrama kua weto',
    grid: (side) => `Tukutuku o ngā tapawhā rite, ${side} mā te ${side}`,
    computer: 'Rorohiko e whakaatu ana i tētahi papatono',
    lens: 'Karu whakarahi me te tohu tika kei roto',
    robot: 'Karetao',
    dial: (numbers) =>
      numbers === 1
        ? 'Mata karaka me te tohu kotahi, kei runga'
        : `Mata karaka me ngā tohu e ${numbers} he ōrite te tawhiti, ko te tuatahi kei runga`,
    blankCards: (columns, rows) =>
      `E ${columns * rows} ngā kāri tapawhā rite wātea hei tapahi, e ${rows} ngā kapa, e ${columns} ki ia kapa`,
    keyboard: (octaves, highlight) =>
      `Ngā patopato o te piana, ${octaves === 1 ? 'kotahi te tāwaru' : `e ${octaves} ngā tāwaru`}${highlight === undefined ? '' : `; kua miramirahia ngā patopato ${highlight}`}`,
    thing: (name) => `Pikitia: ${name}`,
    emptyList: (fields) =>
      `Rārangi o ngā āpure wātea e ${fields}; kei te pito o ia hauwhā he mōwhiti whero`,
    ringed: (number) => `${number}, kei roto i te mōwhiti whero`,
    network: (rows) => {
      const meetings = rows.map((pairs, row) => {
        const lanes = pairs.map(
          ([left, right]) => `te ara ${LANES[left]} me te ara ${LANES[right]}`,
        )
        return `Kapa ${row + 1}: ${lanes.join('; ')}.`
      })
      return (
        `He whatunga o ngā ara e ${LANES.length}, mai i ngā āpure o runga ki ngā āpure o raro. Ka tūtaki ngā ara e rua i ia porowhita. ` +
        `Ka haere te tau iti i te ara mauī, te tau nui i te ara matau. ${meetings.join(' ')}`
      )
    },
    colours: {
      kākāriki: 'Pae kākāriki',
      karaka: 'Pae karaka',
      kikorangi: 'Pae kikorangi',
      kōwhai: 'Pae kōwhai',
      mā: 'Pae mā',
      pango: 'Pae pango',
      waiporoporo: 'Pae waiporoporo',
      whero: 'Pae whero',
    },
    railway: {
      circular: 'Ara tereina porowhita me ngā teihana e iwa',
      twisted:
        'Ara tereina ka mutu ki te wāhi i tīmata ai, ka whakawhiti i a ia anō i ngā arawhiti e toru, me ngā teihana e iwa',
    },
    map: 'Mahere o tētahi motu i te moana, me ngā nīkau, he kāpehu, me ngā pouaka taonga e 26',
    redRidingHood: [
      'He kōtiro me tōna pōtae whero, he kete tāna, kei te taha o te whare i te rā.',
      'Ko te kōtiro kei waenga i ngā rākau, he wuruhi kei tōna taha.',
      'Ko te wuruhi e pātōtō ana i tētahi whare.',
      'Ko te kōtiro kei te taha o te moenga e takoto nei te wuruhi, he pōtae moe me ngā mōhiti ōna.',
      'He tāne me te raukura i tōna pōtae, ko te wuruhi kua puta te haurua i te matapihi.',
      'Ko te kōtiro, ko te kaiwhakangau me te kuia kei te tēpu, he keke kei runga.',
    ],
    butterfly: [
      'He hēki iti kei runga i te rau kākāriki.',
      'He anuhe pakupaku kei te taha o tōna hēki tuwhera i te rau.',
      'He anuhe nui kei te rau kua ngaua e ia.',
      'He tungoungou e iri ana i te peka.',
      'He pūrerehua, he iti ngā parirau, kei raro i tōna tungoungou tuwhera.',
      'He pūrerehua, he whānui ngā parirau, kei waenga i ngā putiputi e rua.',
    ],
  },
}
