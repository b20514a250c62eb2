// Garment colours with their names.

export interface Colour {
  name: string
  hex: string
}

const colours = (list: Record<string, string>): Colour[] =>
  Object.entries(list).map(([name, hex]) => ({ name, hex }))

export const BRIDAL = colours({ ivory: '#efe7d8', champagne: '#e6d3b8', 'soft white': '#f3f1ec' })
export const EVENING = colours({
  emerald: '#1f5e4b',
  'midnight blue': '#232f52',
  burgundy: '#6b2336',
  'dusty rose': '#c79a98',
  champagne: '#d9c3a0',
})
export const JEWEL = colours({
  plum: '#5a2d50',
  teal: '#1d5f66',
  saffron: '#cf9433',
  terracotta: '#b0573a',
  turquoise: '#3f8f92',
})
export const SUITING = colours({
  charcoal: '#3f434a',
  navy: '#27324a',
  'mid grey': '#7b7f86',
  'tobacco brown': '#6a523d',
})
export const DARK = colours({ black: '#26262a', 'deep olive': '#3d4032', 'ink blue': '#262f45' })
export const SHIRTING = colours({
  'pale blue': '#b9cbe0',
  white: '#eeeeea',
  'soft pink': '#e2c3c5',
})
export const EVERYDAY = colours({
  camel: '#b58d5e',
  'bottle green': '#2f4f42',
  'rust red': '#9c4a34',
  'slate blue': '#5a6f8c',
  oatmeal: '#cfc1aa',
})
