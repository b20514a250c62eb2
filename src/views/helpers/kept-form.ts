// The form of a page that goes along when somebody else takes the tablet: the one with `data-keep` and an id.

export interface KeptForm {
  id: string
  /** Where the buttons of the header send it, by what they do. */
  to: Record<'switch' | 'lock', string>
}

/** @param body the HTML of a page */
export function keptForm(body: string): KeptForm | null {
  const tag = /<form\b[^>]*\sdata-keep\b[^>]*>/.exec(body)?.[0] ?? ''
  const id = /\sid="([^"]+)"/.exec(tag)?.[1]
  const action = /\saction="([^"?]+)/.exec(tag)?.[1]
  if (!id || !action) return null
  const of = encodeURIComponent(action)
  return { id, to: { switch: `/auth/switch/form?of=${of}`, lock: `/auth/lock/form?of=${of}` } }
}
