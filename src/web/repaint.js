// The map painted in the browser: its tiles say which jurisdiction each pixel shows and how much border, and WebGL looks
// up the colours. So another day, layer, filter or palette is some hundred colours, and nothing is fetched again.
//
// The colours are computed as the server computes them (src/tile/palette.c), so that both paint the same pixels; only
// where a tile shows more than the palette of its PNG has room for, on some of z0-z3, has the server rounded the
// strengths of border. No pixel is ever read back: browsers that protect their readers refuse that.
//
// Loaded when it is first needed; it imports nothing, so that nothing is loaded twice.

const VERTICES = `
attribute vec2 corner;
varying vec2 at;
void main() {
  at = corner;
  gl_Position = vec4(2.0 * corner.x - 1.0, 1.0 - 2.0 * corner.y, 0.0, 1.0);
}`;

// A code is red * 256 + green = number of the jurisdiction, 0 for the sea; blue = strength of border.
const FRAGMENTS = `
precision highp float;
varying vec2 at;
uniform sampler2D codes, colours;
uniform float count;
uniform vec3 border;
vec3 bytes(vec4 texel) {
  return floor(texel.rgb * 255.0 + 0.5);
}
void main() {
  vec3 code = bytes(texture2D(codes, at));
  vec3 fill = bytes(texture2D(colours, vec2((code.r * 256.0 + code.g + 0.5) / count, 0.5)));
  vec3 mixed = floor((fill * (255.0 - code.b) + border * code.b + 127.5) / 255.0);
  gl_FragColor = vec4(mixed / 255.0, 1.0);
}`;

const CONTEXT = { alpha: false, antialias: false, depth: false, powerPreference: 'low-power' };

function compile(gl, kind, source) {
  const shader = gl.createShader(kind);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

function link(gl) {
  const program = gl.createProgram();
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTICES));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, FRAGMENTS));
  gl.bindAttribLocation(program, 0, 'corner');
  gl.linkProgram(program);
  return program;
}

function makeTexture(gl, unit) {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  }
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
    gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  }
  return texture;
}

function prepare(gl, program) {
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.uniform1i(gl.getUniformLocation(program, 'codes'), 0);
  gl.uniform1i(gl.getUniformLocation(program, 'colours'), 1);
  makeTexture(gl, 1);
}

// null: this browser cannot.
function makeCanvas() {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl', CONTEXT);
  if (gl === null || gl.getShaderPrecisionFormat(gl.FRAGMENT_SHADER, gl.HIGH_FLOAT).precision === 0) {
    return null;
  }
  const program = link(gl);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    return null;
  }
  prepare(gl, program);
  return { canvas, gl, program };
}

function imageAt(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(address));
    image.src = address;
  });
}

// What paints code tiles, each kept as a texture; null: this browser cannot.
export function makePainter() {
  const made = makeCanvas();
  if (made === null) {
    return null;
  }
  const { canvas, gl, program } = made;
  const count = gl.getUniformLocation(program, 'count');
  const border = gl.getUniformLocation(program, 'border');
  function fit(width, height) {
    if (canvas.width < width || canvas.height < height) {
      canvas.width = Math.max(canvas.width, width);
      canvas.height = Math.max(canvas.height, height);
    }
  }
  return {
    works: () => !gl.isContextLost(),
    async load(address) {
      const image = await imageAt(address);
      const texture = makeTexture(gl, 0);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, image);
      return texture;
    },
    drop: (texture) => gl.deleteTexture(texture), // null is none
    // `colours`: red, green, blue and 255 of the sea, then of each jurisdiction; `line`: of borders, 0 to 255.
    dye(colours, line) {
      gl.activeTexture(gl.TEXTURE1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, colours.length / 4, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
      gl.uniform1f(count, colours.length / 4);
      gl.uniform3fv(border, line);
    },
    // Each of the `tiles`, canvases of one size with their `texture`. All are painted side by side before any is
    // copied, because each copy waits for what has been painted.
    paint(tiles) {
      const size = tiles[0].width;
      const across = Math.ceil(Math.sqrt(tiles.length));
      fit(across * size, Math.ceil(tiles.length / across) * size);
      const place = (index) => [index % across * size, Math.floor(index / across) * size];
      gl.activeTexture(gl.TEXTURE0);
      tiles.forEach((tile, index) => {
        const [left, top] = place(index);
        gl.viewport(left, canvas.height - top - size, size, size);
        gl.bindTexture(gl.TEXTURE_2D, tile.texture);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      });
      tiles.forEach((tile, index) => {
        tile.getContext('2d', { alpha: false }).drawImage(canvas, ...place(index), size, size, 0, 0, size, size);
      });
    },
  };
}
