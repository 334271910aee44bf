// Fields and the panel that fills them: 手写, 拼音, 数字. Ink and keys live here; only finished texts are emitted.
import { makeInk } from "/assets/ink.js";
import { makeAsking, pagesOf } from "/assets/asking.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz".split("");
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const NAMES = { hand: "手写", pinyin: "拼音", digits: "数字", rare: "生僻字", town: "乡镇" };
const TABS = {
  name: ["hand", "pinyin", "rare"], text: ["hand", "pinyin", "digits"], search: ["hand", "pinyin", "digits"],
  address: ["town", "hand", "pinyin", "digits"], phone: ["digits"], id: ["digits"], number: ["digits"],
};
const REST_MS = 1500, INK_REST_MS = 220, KEY_REST_MS = 40;
const MOST_LETTERS = 40, MOST_STEPS = 40;
const RARE_PER_PAGE = { wide: 32, narrow: 25 };  // whole rows of eight and of five
const CELL = { least: 9.6, letter: 5, edge: 2.6, gap: 1.2 };  // rem, as kiosk.css has them

export default {
  template: `
  <div class="writer">
    <div class="fields" ref="fields" tabindex="0">
      <slot></slot>
      <div v-for="(field, n) in fields" :key="field.key" class="f" :class="{on: n === active}" :data-field="field.key"
           @pointerdown="turn(n)">
        <label>{{ field.label }}</label>
        <div class="line num"><span v-if="texts[n] || (n === active && letters)">{{ shown(n) }}<u v-if="n === active">{{ letters }}</u></span>
          <span v-else class="faint">{{ field.hint }}</span></div>
        <div class="said" v-if="said[field.key]">{{ said[field.key] }}</div>
      </div>
    </div>
    <div class="kb" :class="'at-' + tab">
      <div class="tabs" v-if="tabs.length > 1">
        <button v-for="one in tabs" :key="one" :data-tab="one" :class="{on: one === tab}" @pointerdown.prevent="open(one)">{{ names[one] }}</button>
        <button class="soft undo" data-do="undo" @pointerdown.prevent="undo">撤销</button>
      </div>
      <div class="cand" ref="cand" v-if="tab === 'hand' || tab === 'pinyin'">
        <button v-for="c in page" :key="c.text" :data-cand="c.text" @pointerdown.prevent="choose(c)">{{ c.text }}</button>
        <button v-if="starts.length > 1" class="more soft" data-do="more" @pointerdown.prevent="more">更多</button>
        <span v-if="!candidates.length" class="hint">{{ advice }}</span>
      </div>
      <div v-if="tab === 'hand'" class="pad-row">
        <div class="draw"><canvas ref="ink"></canvas></div>
        <div class="side">
          <button class="soft" data-do="back" @pointerdown.prevent="back">退格</button>
          <button class="soft" data-do="wipe" @pointerdown.prevent="wipe">重写</button>
          <button class="go" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
        </div>
      </div>
      <div v-else-if="tab === 'pinyin'" class="keys letters">
        <button v-for="k in alphabet" :key="k" :data-key="k" @pointerdown.prevent="press(k)">{{ k.toUpperCase() }}</button>
        <button class="soft" data-do="back" @pointerdown.prevent="back">退格</button>
        <button class="soft" data-do="wipe" @pointerdown.prevent="wipe">重写</button>
        <button class="go" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
      </div>
      <div v-else-if="tab === 'digits'" class="keys digits">
        <template v-for="(k, i) in digits" :key="k">
          <button :data-key="k" @pointerdown.prevent="press(k)">{{ k }}</button>
          <button v-if="i === 2" class="soft" data-do="back" @pointerdown.prevent="back">退格</button>
          <button v-if="i === 5" class="soft" data-do="wipe" @pointerdown.prevent="wipe">重写</button>
          <button v-if="i === 8" class="go tall" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
        </template>
        <button v-if="kind === 'id'" data-key="X" @pointerdown.prevent="press('X')">X</button>
        <span v-else></span>
        <button data-key="0" @pointerdown.prevent="press('0')">0</button>
        <button v-if="tabs.length === 1" class="soft" data-do="undo" @pointerdown.prevent="undo">撤销</button>
      </div>
      <div v-else-if="tab === 'rare'" class="rare-page">
        <div class="keys rare">
          <button v-for="one in rarePage" :key="one[0]" :data-cand="one[0]" @pointerdown.prevent="choose({text: one[0], used: 0})">{{ one[0] }}<small>{{ one[1] }}</small></button>
        </div>
        <div class="keys under">
          <button class="soft" data-do="rare-back" @pointerdown.prevent="rareTurn(-1)">上一页</button>
          <button class="soft" data-do="rare-on" @pointerdown.prevent="rareTurn(1)">下一页</button>
          <button class="soft" data-do="back" @pointerdown.prevent="back">退格</button>
          <button class="go" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
        </div>
      </div>
      <div v-else class="keys towns">
        <button v-for="one in towns" :key="one" :data-cand="one" :class="{on: texts[active].startsWith(one)}" @pointerdown.prevent="goTo(one)">{{ one }}</button>
        <button class="soft" data-do="wipe" @pointerdown.prevent="wipe">重写</button>
        <button class="go" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
      </div>
    </div>
  </div>`,
  props: { fields: Array, submit: String, towns: Array },
  data() {
    return { active: 0, tab: TABS[this.fields[0].kind][0], texts: this.fields.map((f) => f.text || ""), letters: "", inked: 0,
      candidates: [], from: 0, width: 0, rare: [], rareFrom: 0, past: [], sent: false, said: {},
      fresh: true, wished: null,  // whether the candidates are those of all letters, and one touched while they were not
      alphabet: LETTERS, digits: DIGITS, names: NAMES };
  },
  computed: {
    field() { return this.fields[this.active]; },
    kind() { return this.field.kind; },
    tabs() { return TABS[this.kind]; },
    goes() { return this.active < this.fields.length - 1 ? "下一项" : this.submit; },
    rows() { return this.tab === "hand" && this.width < 80 ? 2 : 1; },
    starts() { return pagesOf(this.candidates.map((c) => c.text), this.width, this.rows, CELL); },
    page() {
      const at = this.starts.indexOf(this.from);
      return this.candidates.slice(this.from, this.starts[at + 1] ?? this.candidates.length);
    },
    rarePer() { return this.width < 80 ? RARE_PER_PAGE.narrow : RARE_PER_PAGE.wide; },
    rarePage() { return this.rare.slice(this.rareFrom, this.rareFrom + this.rarePer); },
    advice() {
      if (this.inked) return "请接着写，或者点“重写”再写一遍";
      if (this.letters) return "没有这个音的字，请改一改拼音";
      if (this.tab === "hand") return "用手指在下面写一个字，写好了在这里点";
      return this.kind === "name" ? "一个字一个字来：点出拼音，再点要的字（李：l i）" : "点出拼音，再点要的字；也可以只点每个字的头一个字母";
    },
  },
  watch: {
    tab() { this.$nextTick(this.settle); },
    active() { this.$nextTick(this.keepInView); },
  },
  mounted() {
    this.keys = makeAsking(KEY_REST_MS, this.offer);
    this.strokes = makeAsking(INK_REST_MS, this.offer);
    this.watching = new ResizeObserver(() => { this.measure(); this.keepInView(); });  // a tab may be taller than the last
    this.watching.observe(this.$el.querySelector(".kb"));
    this.settle();
    if (this.fields.some((f) => TABS[f.kind].includes("rare")))
      fetch("/input/rare_names").then((r) => r.json()).then((t) => { this.rare = Object.entries(t); });
  },
  unmounted() {
    this.watching.disconnect();
    this.ink?.end();
    this.keys.forget();
    this.strokes.forget();
  },
  methods: {
    keepInView() { this.$refs.fields?.querySelector(".f.on")?.scrollIntoView({ block: "nearest" }); },
    settle() {
      this.measure();
      const canvas = this.$refs.ink;
      if (canvas === this.canvas) return;
      this.ink?.end();
      this.canvas = canvas;
      this.ink = canvas ? makeInk(canvas, this.hearInk) : null;
    },
    measure() {
      const kb = this.$el.querySelector(".kb"), look = getComputedStyle(kb);
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.width = (kb.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight)) / rem;
    },
    shown(n) {
      const text = this.texts[n];
      const parts = { phone: [3, 4, 4, 1], id: [6, 8, 4] }[this.fields[n].kind];
      if (!parts) return text;
      let at = 0;
      return parts.map((size) => { const part = text.slice(at, at + size); at += size; return part; }).filter(Boolean).join(" ");
    },
    offer(found) {
      this.candidates = found;
      this.from = 0;
      this.fresh = true;
      const wished = this.wished;
      this.wished = null;
      if (wished) this.choose(found.find((one) => one.text === wished.text) ?? wished);
    },
    nothing() {
      this.candidates = [];
      this.from = 0;
      this.letters = "";
      this.inked = 0;
      this.fresh = true;
      this.wished = null;
      this.keys?.forget();
      this.strokes?.forget();
      this.ink?.clear();
    },
    turn(n) {
      if (n === this.active) return;
      this.keepLetters();
      this.nothing();
      this.active = n;
      if (!this.tabs.includes(this.tab)) this.tab = this.tabs[0];
    },
    open(tab) { this.keepLetters(); this.nothing(); this.tab = tab; },
    keepLetters() {  // letters are what a search may look for; in a name they are only half a character
      if (this.letters && this.kind === "search") this.put(this.texts[this.active] + this.letters);
    },
    put(text) {
      this.sent = false;
      delete this.said[this.field.key];
      if (text === this.texts[this.active] || [...text].length > this.field.most) return;
      this.past = [...this.past.slice(1 - MOST_STEPS), [this.active, this.texts[this.active]]];
      this.texts[this.active] = text;
    },
    hearInk(strokes) {
      this.strokes.forget();
      if (!strokes) return;
      this.inked = strokes.length;
      if (!strokes.length) { this.offer([]); return; }
      const short = (value) => Math.round(value * 1000) / 1000;
      this.strokes.ask("/input/strokes", { strokes: strokes.map((stroke) => stroke.map((point) => point.map(short))) });
    },
    spell() {
      this.from = 0;
      if (!this.letters) { this.nothing(); return; }
      const mode = this.kind === "name" ? (this.texts[this.active] ? "given" : "surname") : "words";
      this.fresh = false;
      this.keys.ask("/input/pinyin", { letters: this.letters, mode });
    },
    press(key) {
      if (this.tab === "pinyin") {
        if (this.letters.length < MOST_LETTERS) { this.letters += key; this.spell(); }
        this.sent = false;
      } else this.put(this.texts[this.active] + key);
    },
    choose(one) {
      // how many letters it takes is only known once it was asked for with all of them: 张 of zhan, with a g behind it
      if (!this.fresh) { this.wished = one; return; }
      const rest = this.letters.slice(one.used).replace(/^'/, "");
      this.put(this.texts[this.active] + one.text);
      this.nothing();
      this.letters = rest;
      if (rest) this.spell();
    },
    goTo(town) {  // the township first, what comes behind it stays
      const before = this.towns.find((one) => this.texts[this.active].startsWith(one)) ?? "";
      this.put(town + this.texts[this.active].slice(before.length));
      this.open("hand");
    },
    more() { this.from = this.starts[this.starts.indexOf(this.from) + 1] ?? 0; },
    rareTurn(by) {
      const last = Math.max(0, Math.ceil(this.rare.length / this.rarePer) - 1) * this.rarePer;
      const next = this.rareFrom + by * this.rarePer;
      this.rareFrom = next < 0 ? last : next > last ? 0 : next;
    },
    back() {
      this.sent = false;
      this.wished = null;
      if (this.inked) this.ink.undo();
      else if (this.letters) { this.letters = this.letters.slice(0, -1); this.spell(); }
      else this.put([...this.texts[this.active]].slice(0, -1).join(""));
    },
    wipe() {
      if (this.inked || this.letters) this.nothing();
      else this.put("");
    },
    undo() {
      this.sent = false;
      if (this.inked) { this.ink.undo(); return; }
      if (this.letters) { this.nothing(); return; }
      const step = this.past.pop();
      if (!step) return;
      this.turn(step[0]);
      this.texts[step[0]] = step[1];
    },
    go() {
      this.keepLetters();
      this.nothing();
      if (this.active < this.fields.length - 1) { this.turn(this.active + 1); return; }
      if (this.sent) return;  // a tap repeated while the answer is on its way
      this.sent = true;
      setTimeout(() => { this.sent = false; }, REST_MS);
      const texts = {};
      this.fields.forEach((f, n) => { texts[f.key] = this.texts[n]; });
      this.$emit("done", { texts, tap: `${Date.now()} ${Math.random()}` });
    },
    say(key, sentence) {
      this.said = { [key]: sentence };
      this.sent = false;
      const n = this.fields.findIndex((f) => f.key === key);
      if (n >= 0) this.turn(n);
    },
  },
};
