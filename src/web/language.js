// The links to the page in other languages take along what is shown.
export function keepStateAcrossLanguages() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[hreflang]');
    if (link !== null && link.closest('nav.languages') !== null) {
      link.hash = location.hash;
    }
  });
}
