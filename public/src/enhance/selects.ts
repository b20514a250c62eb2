// A choice that stands alone in its form applies as it is made.
document.addEventListener('change', (event) => {
  const select = event.target
  if (select instanceof HTMLSelectElement && select.dataset.submit !== undefined) {
    select.form?.requestSubmit()
  }
})
