import { near } from '../dom.ts'

// Enter in a search field within a larger form searches; it must not submit the form.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && near(event, '[data-draft] [type=search]')) event.preventDefault()
})
