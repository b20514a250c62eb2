// Enter in a search inside a larger form looks up; it must not save what is not finished.
document.addEventListener('keydown', (event) => {
  const input = event.target
  if (event.key !== 'Enter' || !(input instanceof HTMLInputElement)) return
  if (input.type === 'search' && input.form?.matches('[data-draft]')) event.preventDefault()
})
