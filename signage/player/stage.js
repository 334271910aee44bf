// Two layers that are reused for ever. The next scene is built and decoded in the hidden one; it then fades in over
// the old one, which stays fully opaque until it is covered: fading both would let the background through.

const FADE_MS = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 600;

const frame = () => new Promise((done) => requestAnimationFrame(done));

async function decoded(layer) {
  await document.fonts.ready;
  // A picture that will not decode must not hold up the hall: the scene is shown without it.
  await Promise.allSettled([...layer.querySelectorAll("img")].map((image) => image.decode()));
  await frame();
  await frame();
}

export class Stage {
  constructor(layers) {
    [this.front, this.back] = layers;
    this.built = null; // what lies ready in the hidden layer
    this.front.classList.add("front");
  }

  async prepare(id, markup) {
    if (this.built === id) return;
    this.built = id;
    this.back.innerHTML = markup;
    await decoded(this.back);
  }

  async show(id, markup) {
    await this.prepare(id, markup);
    this.back.classList.add("coming");
    await this.back.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" }).finished;
    this.back.classList.replace("coming", "front");
    this.front.classList.remove("front");
    [this.front, this.back] = [this.back, this.front];
    this.built = null;
  }
}
