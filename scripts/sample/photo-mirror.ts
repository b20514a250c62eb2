// Symmetric outlines: half of a garment is written down, the other half is mirrored.

type Point = readonly [x: number, y: number]

/** A cubic curve: two control points and its end. */
type Curve = readonly [Point, Point, Point]

/** The middle line of the sheet. */
const MIDDLE = 600

/**
 * The closed outline of a half and its mirror image, as an SVG path.
 * @param half a point, then `C` curves and `L` lines; x is relative to the middle line
 */
export function mirrorOutline(half: string): string {
  const { start, curves } = parsed(half)
  const points = [start, ...curves.map(([, , end]) => end)]
  const back = curves
    .map(([first, second], at): Curve => [second, first, points[at] ?? start])
    .reverse()
  return `M${at(start, 1)}${drawn(curves, 1)}L${at(points.at(-1) ?? start, -1)}${drawn(back, -1)}Z`
}

export function withMirrorImage(half: string): string {
  const { start, curves } = parsed(half)
  return [1, -1].map((side) => `M${at(start, side)}${drawn(curves, side)}`).join('')
}

function parsed(half: string): { start: Point; curves: Curve[] } {
  const [first = '', ...commands] = half.split(/\s*(?=[CL])/)
  const [start = [0, 0]] = pointsOf(first)
  let last = start
  const curves = commands.map((command): Curve => {
    const points = pointsOf(command.slice(1))
    const end = points.at(-1) ?? last
    const [one = last, two = end] = points.length === 3 ? points : [last, end]
    last = end
    return [one, two, end]
  })
  return { start, curves }
}

function pointsOf(text: string): Point[] {
  const numbers = text.trim().split(/\s+/).map(Number)
  return Array.from(
    { length: numbers.length / 2 },
    (_, at): Point => [numbers[at * 2] ?? 0, numbers[at * 2 + 1] ?? 0],
  )
}

const at = ([x, y]: Point, side: number) => `${MIDDLE + side * x} ${y}`

const drawn = (curves: readonly Curve[], side: number) =>
  curves.map((curve) => `C${curve.map((point) => at(point, side)).join(' ')}`).join('')
