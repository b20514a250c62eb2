// Shows the chosen photos before they are sent.
document.addEventListener('change', (event) => {
  const input = event.target
  if (!(input instanceof HTMLInputElement) || !input.dataset.preview) return
  const gallery = document.getElementById(input.dataset.preview)
  gallery?.replaceChildren(...[...(input.files ?? [])].map(preview))
})

function preview(file: File): HTMLElement {
  const figure = document.createElement('figure')
  figure.className = 'photo'
  const image = new Image()
  image.src = URL.createObjectURL(file)
  image.alt = ''
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src)
  const caption = document.createElement('figcaption')
  caption.textContent = file.name
  figure.append(image, caption)
  return figure
}
