// The links to the page in other languages take along what is shown.
export function keepStateAcrossLanguages() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[hreflang]');
    if (link !== null && link.pathname === location.pathname) {
      link.hash = location.hash;
    }
  });
}
