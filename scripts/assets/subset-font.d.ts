// Types of subset-font, which brings none.
declare module 'subset-font' {
  interface Options {
    targetFormat?: 'sfnt' | 'woff' | 'woff2'
    /** Axes pinned to a value. */
    variationAxes?: Record<string, number>
    noHinting?: boolean
    /** OpenType features that stay; all unless given. */
    keepFeatures?: readonly string[]
  }
  export default function subsetFont(font: Buffer, text: string, options?: Options): Promise<Buffer>
}
