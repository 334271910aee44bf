// Two layers that are reused for ever. The next scene is built and decoded in the hidden one; it then fades in over
// the old one, which stays fully opaque until it is covered: fading both would let the background through. Each layer
// has one film player, put into the scene that asks for one and emptied when the scene goes.

const FADE_MS = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 600;
const FIRST_FRAME_MS = 8000; // a film that has no picture by then has none

const frame = () => new Promise((done) => requestAnimationFrame(done));

const REFUSED_MS = 10 * 60 * 1000; // after so long a scene whose picture failed is tried again

// Thrown where a picture or film cannot be shown: what is on the glass stays, and the scene is left out for a while.
export class Unshowable extends Error {}

function filmPlayer() {
  const film = document.createElement("video");
  film.muted = true;
  film.playsInline = true;
  film.preload = "auto";
  return film;
}

function empty(film) {
  film.pause();
  film.remove();
  if (!film.hasAttribute("src")) return;
  film.removeAttribute("src");
  film.load(); // gives the decoder back
}

function firstFrame(film, address) {
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Unshowable(address)), FIRST_FRAME_MS);
    film.onloadeddata = () => { clearTimeout(late); done(); };
    film.onerror = () => { clearTimeout(late); fail(new Unshowable(address)); };
    film.src = address;
  });
}

function decode(image) {
  return image.decode().catch(() => { throw new Unshowable(image.src); });
}

async function decoded(layer, film) {
  await document.fonts.ready;
  const place = layer.querySelector("[data-film]");
  if (place) {
    place.append(film);
    await firstFrame(film, place.dataset.film);
  }
  await Promise.all([...layer.querySelectorAll("img")].map(decode));
  await frame();
  await frame();
}

export class Stage {
  constructor(layers) {
    [this.front, this.back] = layers;
    this.films = new Map([...layers].map((layer) => [layer, filmPlayer()]));
    this.built = null; // what lies ready in the hidden layer
    this.building = null;
    this.refused = new Map(); // scene to when it failed
    this.front.classList.add("front");
  }

  // Throws Unshowable; the hidden layer is then rebuilt when it is next asked for.
  async prepare(id, markup) {
    if (this.built === id) return this.building;
    this.built = id;
    empty(this.films.get(this.back));
    this.back.innerHTML = markup;
    this.building = decoded(this.back, this.films.get(this.back));
    try {
      await this.building;
    } catch (error) {
      if (this.built === id) this.built = null;
      this.refused.set(id, performance.now());
      throw error;
    }
  }

  refuses(id) {
    return performance.now() - (this.refused.get(id) ?? -Infinity) < REFUSED_MS;
  }

  async show(id, markup) {
    try {
      await this.prepare(id, markup);
      const film = this.films.get(this.back);
      if (film.hasAttribute("src")) await film.play().catch(() => {}); // its first frame is there all the same
      this.back.classList.add("coming");
      await this.back.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" }).finished;
    } catch (error) {
      this.back.classList.remove("coming");
      this.built = null;
      throw error;
    }
    this.back.classList.replace("coming", "front");
    this.front.classList.remove("front");
    this.films.get(this.front).pause();
    [this.front, this.back] = [this.back, this.front];
    this.built = null;
  }
}
