// Generated photos of the sample shop: a garment on a hanger, and its cloth on the cutting table.
import type { SampleItem } from './garments.ts'
import { clothPattern } from './photo-cloth.ts'
import { darker, lighter } from './photo-colours.ts'
import { DEFS, folds, HAZE, shoot, wall } from './photo-light.ts'
import { SHAPES, type Shape } from './photo-shapes.ts'
import type { Random } from './random.ts'

type ItemLook = NonNullable<SampleItem['look']>

export function garmentPhoto(random: Random, { shape, cloth, colour }: ItemLook): Promise<Buffer> {
  const cut = SHAPES[shape]
  const outline = cut.parts.join('')
  return shoot(
    `
    <defs>${DEFS}${clothPattern(cloth, colour.hex, 1)}<clipPath id="cut"><path d="${outline}"/></clipPath></defs>
    ${wall(random)}
    <g transform="translate(26 34)" filter="url(#softer)" fill="#241a12" fill-opacity="0.34"><path d="${outline}"/></g>
    ${hanger(cut)}
    ${cut.parts.map((part) => body(part, colour.hex)).join('')}
    <g clip-path="url(#cut)">${folds(random, cut.drape)}${sheen(cloth)}</g>
    ${details(cut, colour.hex)}
    ${HAZE}`,
    cut.frame,
  )
}

function body(part: string, colour: string): string {
  return `<path d="${part}" fill="url(#cloth)" stroke="${darker(colour, 0.35)}" stroke-width="2.5" stroke-linejoin="round"/>
    <path d="${part}" fill="url(#side)"/>`
}

/** Satin reflects the lamp. */
const sheen = (cloth: ItemLook['cloth']) =>
  cloth === 'satin'
    ? '<path d="M470 400C560 700 480 1000 420 1420H520C560 1000 640 700 540 400Z" fill="#fff" fill-opacity="0.26" filter="url(#softer)"/>'
    : ''

function details(cut: Shape, colour: string): string {
  const thread = darker(colour, 0.5)
  const shadows = (cut.shadows ?? []).map(
    (path) => `<path d="${path}" fill="${darker(colour, 0.7)}" fill-opacity="0.75"/>`,
  )
  const seams = cut.seams.map(
    (path) =>
      `<path d="${path}" fill="none" stroke="${thread}" stroke-width="2.4" stroke-opacity="0.75" stroke-linejoin="round"/>`,
  )
  const buttons = (cut.buttons ?? []).map(
    ([x, y]) =>
      `<circle cx="${600 + x}" cy="${y}" r="8" fill="${lighter(colour, 0.35)}" stroke="${thread}" stroke-width="2"/>`,
  )
  const trim = (cut.trim ?? []).map(
    (
      path,
    ) => `<path d="${path}" fill="none" stroke="#8c6a2c" stroke-width="15" stroke-opacity="0.9"/>
      <path d="${path}" fill="none" stroke="#e2c27a" stroke-width="8" stroke-dasharray="3 7" stroke-linecap="round"/>`,
  )
  return [...shadows, ...seams, ...buttons, ...trim].join('')
}

/** A wooden hanger on a rail. */
function hanger({ hanger: { width, y } }: Shape): string {
  const wood = `M${600 - width} ${y + 14}C${600 - width / 2} ${y - 44} 560 ${y - 66} 600 ${y - 70}C640 ${y - 66} ${600 + width / 2} ${y - 44} ${600 + width} ${y + 14}`
  const hook = `M600 ${y - 70}V${y - 96}C600 ${y - 116} 628 ${y - 112} 628 ${y - 138}C628 ${y - 168} 580 ${y - 168} 580 ${y - 138}`
  return `<path d="M0 ${y - 152}H1200" stroke="#6d665e" stroke-width="12"/>
    <path d="M0 ${y - 155}H1200" stroke="#c9c3ba" stroke-width="3"/>
    <path d="${hook}" fill="none" stroke="#8d8780" stroke-width="7" stroke-linecap="round"/>
    <path d="${wood}" fill="none" stroke="#8a6239" stroke-width="22" stroke-linecap="round"/>
    <path d="${wood}" fill="none" stroke="#c39a6a" stroke-width="8" stroke-linecap="round" stroke-opacity="0.7"/>`
}

/** A JPEG of the cloth, cut with pinking shears, with a tape measure beside it. */
export function swatchPhoto(random: Random, { cloth, colour }: ItemLook): Promise<Buffer> {
  const turn = random.int(-9, -4)
  const top = { path: pinked(190, 230, 820, 900, 26), turn: `rotate(${turn} 600 750)` }
  const under = { path: pinked(330, 380, 740, 840, 26), turn: `rotate(${turn + 15} 600 750)` }
  const clip = `<clipPath id="cut"><path d="${top.path}" transform="${top.turn}"/></clipPath>`
  return shoot(`
    <defs>${DEFS}${clothPattern(cloth, colour.hex, 2.2)}${clip}</defs>
    <rect width="1200" height="1500" fill="#d3c0a5"/>${grainOfWood(random)}
    <rect width="1200" height="1500" fill="url(#lamp)"/>
    ${piece(under, lighter(colour.hex, 0.5))}
    ${piece(top, 'url(#cloth)')}
    <g clip-path="url(#cut)">${ripples(random, top.turn)}</g>
    ${tape(turn)}${HAZE}`)
}

function piece({ path, turn }: { path: string; turn: string }, fill: string): string {
  return `<g filter="url(#softer)" transform="translate(12 24)">
      <path d="${path}" transform="${turn}" fill="#22160c" fill-opacity="0.52"/></g>
    <g transform="${turn}"><path d="${path}" fill="${fill}"/><path d="${path}" fill="url(#side)"/></g>`
}

function pinked(x: number, y: number, width: number, height: number, tooth: number): string {
  const across = Math.round(width / tooth)
  const down = Math.round(height / tooth)
  const step = (count: number, there: string, back: string) => `${there}${back}`.repeat(count)
  const half = tooth / 2
  return `M${x} ${y}${step(across, `l${half} ${-half}`, `l${half} ${half}`)}${step(down, `l${half} ${half}`, `l${-half} ${half}`)}${step(across, `l${-half} ${half}`, `l${-half} ${-half}`)}${step(down, `l${-half} ${-half}`, `l${half} ${-half}`)}Z`
}

/** Ripples of a cloth that lies loosely. */
function ripples(random: Random, turn: string): string {
  const marks = [0, 1, 2].map((at) => {
    const x = 260 + at * 270 + random.int(-50, 50)
    const bend = random.int(-140, 140)
    const path = `M${x} 180C${x + bend} 500 ${x - bend} 850 ${x + bend / 2} 1200`
    return `<path d="${path}" fill="none" stroke="#0e0a10" stroke-width="64" stroke-opacity="0.2"/>
      <path d="${path}" transform="translate(-58 0)" fill="none" stroke="#fff" stroke-width="46" stroke-opacity="0.24"/>`
  })
  return `<g filter="url(#softer)"><g transform="${turn}">${marks.join('')}</g></g>`
}

function grainOfWood(random: Random): string {
  let lines = ''
  for (let y = -20; y < 1520; y += random.int(16, 46)) {
    const bend = random.int(-14, 14)
    lines += `M0 ${y}C400 ${y + bend} 800 ${y - bend} 1200 ${y + bend / 2}`
  }
  return `<path d="${lines}" fill="none" stroke="#8a6a45" stroke-width="2" stroke-opacity="0.22"/>`
}

function tape(turn: number): string {
  let ticks = ''
  for (let x = -60; x < 1300; x += 22) ticks += `M${x} 1290v${x % 110 === 50 ? 46 : 24}`
  const slope = `rotate(${turn / 2} 600 1330)`
  return `<g filter="url(#soft)"><rect x="-80" y="1296" width="1400" height="86" transform="${slope}"
      fill="#22160c" fill-opacity="0.4"/></g>
    <g transform="${slope}">
    <rect x="-80" y="1288" width="1400" height="84" fill="#ecc95c"/>
    <path d="${ticks}" stroke="#3b3326" stroke-width="3"/></g>`
}
