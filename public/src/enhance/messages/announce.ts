// Live region: announces changes to screen readers.

let spoken = ''

export function announce(text: string): void {
  const live = document.getElementById('live')
  // A region with unchanged text is not read again, so a repeated text gets a no-break space.
  if (live) live.textContent = live.textContent === text ? `${text}\u00a0` : text
}

document.addEventListener('htmx:after:swap', () => {
  const texts = [...document.querySelectorAll('[data-announce]')].map((said) => said.textContent)
  const text = texts.join('. ').trim()
  if (text && text !== spoken) announce(text)
  spoken = text
})
