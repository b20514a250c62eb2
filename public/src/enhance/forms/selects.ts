// A select that is alone in its form applies on change. By keyboard each arrow is a change: there it applies on blur,
// or by Enter (WCAG 3.2.2).
let byKeyboard = false

const choiceOf = ({ target }: Event): HTMLSelectElement | null =>
  target instanceof HTMLSelectElement && target.dataset.submit !== undefined ? target : null

document.addEventListener('pointerdown', () => {
  byKeyboard = false
})

document.addEventListener('keydown', (event) => {
  // In an open list, Enter chooses, and the change event follows.
  byKeyboard = event.key !== 'Enter'
  if (!byKeyboard) apply(choiceOf(event))
})

document.addEventListener('change', (event) => {
  if (!byKeyboard) apply(choiceOf(event))
})

document.addEventListener('focusout', (event) => apply(choiceOf(event)))

function apply(select: HTMLSelectElement | null): void {
  const shown = [...(select?.options ?? [])].find(({ defaultSelected }) => defaultSelected)
  if (select && select.value !== (shown?.value ?? select.options[0]?.value))
    select.form?.requestSubmit()
}
