// Code tiles read and painted without WebGL: the PNG file is unpacked here, because browsers that protect their readers
// let no page read back the pixels of a picture. Slower than repaint.js, and as true.
//
// Loaded when it is first needed; it imports nothing, so that nothing is loaded twice.

const INDEXED = 3; // colour type of PNG (W3C, PNG 3rd edition, section 11.2.1); the other one here is truecolour

// The chunks of the file by their type; those of one type are joined, as IDAT are to be.
function chunksOf(bytes) {
  const view = new DataView(bytes);
  const parts = {};
  for (let at = 8; at + 8 <= bytes.byteLength;) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(...new Uint8Array(bytes, at + 4, 4));
    (parts[type] ||= []).push(new Uint8Array(bytes, at + 8, size));
    at += 12 + size;
  }
  return parts;
}

async function inflate(parts) {
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function paeth(left, above, corner) {
  const byLeft = Math.abs(above - corner);
  const byAbove = Math.abs(left - corner);
  const byCorner = Math.abs(left + above - 2 * corner);
  return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
}

// What a byte is more than, by the filter of its row (section 9.2).
const GUESSES = [
  () => 0,
  (left) => left,
  (left, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

// In place: each row has its filter before it.
function unfilter(data, rows, stride, step) {
  for (let row = 0; row < rows; row += 1) {
    const start = row * (stride + 1) + 1;
    const filter = data[start - 1];
    for (let at = 0; at < stride && filter > 0; at += 1) {
      const left = at < step ? 0 : data[start + at - step];
      const above = row === 0 ? 0 : data[start + at - stride - 1];
      const corner = row === 0 || at < step ? 0 : data[start + at - stride - 1 - step];
      data[start + at] = (data[start + at] + GUESSES[filter](left, above, corner)) & 255;
    }
  }
}

// The file as {size, numbers, borders}: of each pixel the jurisdiction's number, 0 for the sea, and the border's strength.
export async function unpack(bytes) {
  const chunks = chunksOf(bytes);
  const header = new DataView(chunks.IHDR[0].buffer, chunks.IHDR[0].byteOffset);
  const size = header.getUint32(0);
  const depth = header.getUint8(8);
  const indexed = header.getUint8(9) === INDEXED;
  const stride = Math.ceil(size * (indexed ? depth : 24) / 8);
  const data = await inflate(chunks.IDAT);
  unfilter(data, size, stride, indexed ? 1 : 3);
  const numbers = new Uint16Array(size * size);
  const borders = new Uint8Array(size * size);
  for (let y = 0, pixel = 0; y < size; y += 1) {
    const start = y * (stride + 1) + 1;
    for (let x = 0; x < size; x += 1, pixel += 1) {
      const bits = x * depth;
      const entry = indexed ? data[start + (bits >> 3)] >> (8 - depth - bits % 8) & (1 << depth) - 1 : 0;
      const [from, at] = indexed ? [chunks.PLTE[0], 3 * entry] : [data, start + 3 * x];
      numbers[pixel] = from[at] * 256 + from[at + 1];
      borders[pixel] = from[at + 2];
    }
  }
  return { size, numbers, borders };
}

// As makePainter() of repaint.js.
export function makePlainPainter() {
  let colours = null;
  let border = null;

  function paint(tile) {
    const { size, numbers, borders } = tile.texture;
    const image = new ImageData(size, size);
    image.data.fill(255);
    for (let pixel = 0; pixel < numbers.length; pixel += 1) {
      const strength = borders[pixel];
      for (let channel = 0; channel < 3; channel += 1) {
        const fill = colours[4 * numbers[pixel] + channel];
        image.data[4 * pixel + channel] = strength === 0 ? fill
          : Math.floor((fill * (255 - strength) + border[channel] * strength + 127.5) / 255);
      }
    }
    tile.getContext('2d', { alpha: false }).putImageData(image, 0, 0);
  }

  return {
    works: () => true,
    async load(address) {
      const response = await fetch(address);
      if (!response.ok) {
        throw new Error(address);
      }
      return unpack(await response.arrayBuffer());
    },
    drop: () => {},
    dye(found, line) {
      colours = found;
      border = line;
    },
    paint: (tiles) => tiles.forEach(paint),
  };
}
