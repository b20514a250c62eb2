// Invented people: names, phone numbers, email addresses.
import { phoneDigits } from '../../src/lib/text/normalize.ts'
import type { Random } from './random.ts'

/** First and family names that go together. */
const FAMILIES: readonly { weight: number; first: string[]; last: string[] }[] = [
  {
    weight: 6,
    first: ['Amina', 'Ngozi', 'Folake', 'Chidi', 'Tunde', 'Ifeoma', 'Bukola', 'Emeka', 'Zainab'],
    last: ['Bello', 'Okafor', 'Adeyemi', 'Nwosu', 'Balogun', 'Eze', 'Ogunleye', 'Danjuma'],
  },
  {
    weight: 3,
    first: ['Akosua', 'Kwame', 'Efua', 'Yaw', 'Abena', 'Kofi'],
    last: ['Mensah', 'Owusu', 'Boateng', 'Asante', 'Darko'],
  },
  {
    weight: 5,
    first: ['Layla', 'Yusra', 'Omar', 'Huda', 'Samir', 'Noor', 'Rania', 'Karim', 'Salma'],
    last: ['Haddad', 'Al-Amin', 'Mansour', 'Khoury', 'Saleh', 'Nassar', 'Farah'],
  },
  {
    weight: 6,
    first: ['Priya', 'Anjali', 'Imran', 'Sana', 'Ravi', 'Meera', 'Farhan', 'Simran', 'Nadia'],
    last: ['Patel', 'Sharma', 'Qureshi', 'Kaur', 'Iyer', 'Chowdhury', 'Malik', 'Nair'],
  },
  {
    weight: 7,
    first: ['Harriet', 'Oliver', 'Beatrix', 'Rosalind', 'Edmund', 'Polly', 'George', 'Winifred'],
    last: ['Ashworth', 'Pembroke', 'Hartley', 'Whitcombe', 'Fielding', 'Marlow', 'Lockwood'],
  },
  {
    weight: 3,
    first: ['Siobhán', 'Ciarán', 'Aoife', 'Fergus', 'Niamh', 'Eilidh'],
    last: ['O’Rourke', 'Gallagher', 'Byrne', 'MacAllister', 'Quinlan'],
  },
  {
    weight: 4,
    first: ['Zofia', 'Marek', 'Agnieszka', 'Ivana', 'Tomáš', 'Katarzyna'],
    last: ['Kowalczyk', 'Zielińska', 'Novák', 'Wójcik', 'Horváth'],
  },
  {
    weight: 4,
    first: ['Lucía', 'Mateo', 'Inês', 'Rafael', 'Camila', 'Joaquín', 'Beatriz'],
    last: ['Fernández', 'Carvalho', 'Morales', 'Quiroga', 'Ribeiro', 'Ibáñez'],
  },
  {
    weight: 3,
    first: ['Giulia', 'Élodie', 'Matteo', 'Camille', 'Chiara', 'Théo'],
    last: ['Bianchi', 'Moreau', 'Ferrari', 'Lefèvre', 'Conti'],
  },
  {
    weight: 4,
    first: ['Mei', 'Linh', 'Haruka', 'Wei', 'Minh', 'Ji-woo', 'Sakura'],
    last: ['Tran', 'Lin', 'Nakamura', 'Park', 'Nguyen', 'Chen', 'Ito'],
  },
  {
    weight: 2,
    first: ['Tamara', 'Desmond', 'Shanice', 'Winston', 'Yolande'],
    last: ['Baptiste', 'Campbell', 'Joseph', 'St. Clair'],
  },
  {
    weight: 2,
    first: ['Leyla', 'Emre', 'Elif', 'Shirin', 'Darius'],
    last: ['Demir', 'Yıldız', 'Tehrani', 'Öztürk', 'Karimi'],
  },
]

export interface Person {
  name: string
  phoneNumber: string
  email: string | null
  address: string | null
}

/** @param taken names in use, for a small shop without namesakes */
export function person(random: Random, taken: Set<string> = new Set()): Person {
  let name = fullName(random)
  for (let tries = 0; taken.has(name) && tries < 20; tries++) name = fullName(random)
  taken.add(name)
  const phoneNumber = phone(random)
  return {
    name,
    phoneNumber,
    email: random.chance(0.65) ? email(random, name, phoneNumber) : null,
    address: random.chance(0.45) ? address(random) : null,
  }
}

function fullName(random: Random): string {
  const { first, last } = random.weighted(FAMILIES)
  // Now and then first and family name come from different places.
  const family = random.chance(0.08) ? random.pick(FAMILIES).last : last
  return `${random.pick(first)} ${random.pick(family)}`
}

/** Numbers that Ofcom reserves for fiction. */
const PHONES = ['07700 900', '020 7946 0', '0161 496 0', '0121 496 0', '0113 496 0', '0141 496 0']

function phone(random: Random): string {
  const start = random.chance(0.7) ? '07700 900' : random.pick(PHONES)
  const number = start + String(random.int(0, 999)).padStart(3, '0')
  return random.chance(0.25) ? `+44 ${number.slice(1)}` : number
}

/** At example.com, where no mail ever arrives (RFC 2606). */
function email(random: Random, name: string, phoneNumber: string): string {
  const [first = '', ...last] = name
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .toLowerCase()
    .split(' ')
    .map((part) => part.replace(/[^a-z]/g, ''))
  const tail = phoneDigits(phoneNumber).slice(-2)
  const local = random.pick([
    `${first}.${last.join('')}`,
    `${first}${tail}`,
    `${first[0]}${last.join('')}`,
  ])
  return `${local}@example.com`
}

const STREETS = [
  'Mill Lane',
  'Canal Street',
  'Orchard Road',
  'Weavers Row',
  'Chapel Hill',
  'Station Road',
]
const DISTRICTS = ['Ancoats', 'Chorlton', 'Didsbury', 'Hulme', 'Levenshulme', 'Salford', 'Sale']

function address(random: Random): string {
  const flat = random.chance(0.3) ? `Flat ${random.int(1, 12)}, ` : ''
  return `${flat}${random.int(1, 140)} ${random.pick(STREETS)}, ${random.pick(DISTRICTS)}, Manchester`
}

export const EMPLOYEES = [
  { name: 'Rosa Lindqvist', phoneNumber: '07700 900112' },
  { name: 'Samuel Adjei', phoneNumber: '07700 900148' },
  { name: 'Farida Rahimi', phoneNumber: '07700 900263' },
  { name: 'Tomasz Wrona', phoneNumber: '07700 900371' },
  { name: 'Celeste Dubois', phoneNumber: '07700 900406' },
  { name: 'Hana Mori', phoneNumber: '07700 900587' },
] as const

export const CUSTOMER_NOTES = [
  'Prefers hems 1 cm longer than usual.',
  'Call after 5 pm, works early shifts.',
  'Allergic to wool: line everything.',
  'Left shoulder 1 cm lower than the right.',
  'Text instead of calling, please.',
  'Measurements of March are still good.',
  'Always collects on Saturdays.',
  'Likes hidden pockets in everything.',
  'Sister of the bride from the June wedding.',
  'Pays by transfer at the end of the month.',
  'Brings her own lining fabric.',
  'Uses a wheelchair: ring the bell, we carry it out.',
]
