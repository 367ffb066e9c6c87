// The browser's history of this page: every entry knows how many entries of the page lie before it, so that leaving
// the page can take them all out of Back.

let depth = 0;
let moved = () => {};

function addressOf(fragment) {
  return location.pathname + fragment;
}

export function entriesBefore() {
  return depth;
}

export function push(address) {
  depth += 1;
  history.pushState({ depth }, '', address);
}

export function replace(address) {
  history.replaceState({ depth }, '', address);
}

export const pushFragment = (fragment) => push(addressOf(fragment));
export const replaceFragment = (fragment) => replace(addressOf(fragment));

// Calls `then` whenever the reader goes to another entry, instead of what was called before.
export function afterMoving(then) {
  moved = then;
}

// As afterMoving(), from the beginning. An entry made by typing a fragment has no depth yet.
export function watchHistory(then) {
  moved = then;
  if (history.state && Number.isInteger(history.state.depth)) {
    depth = history.state.depth;
  } else {
    replace(location.href);
  }
  window.addEventListener('popstate', (event) => {
    if (event.state) {
      depth = event.state.depth;
    } else {
      depth += 1;
      replace(location.href);
    }
    moved();
  });
}
