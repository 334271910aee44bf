// Fields and the panel to fill them. Every key is handled here; only finished text is emitted.
const LETTERS = "abcdefghijklmnopqrstuvwxyz".split("");
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const PER_ROW = 6;
const REST_MS = 1500;

export default {
  template: `
  <div class="writer">
    <div class="fields">
      <slot></slot>
      <div v-for="(field, n) in fields" :key="field.key" class="f" :class="{on: n === active}" @pointerdown="turn(n)">
        <label>{{ field.label }}</label>
        <div class="line num"><span v-if="texts[n] || (n === active && letters)">{{ shown(n) }}</span>
          <span v-else class="faint">{{ field.hint }}</span></div>
        <div class="said" v-if="said[field.key]">{{ said[field.key] }}</div>
      </div>
    </div>
    <div class="kb">
      <div class="cand" v-if="kind === 'name'">
        <template v-if="letters">
          <button v-for="c in page" :key="c" @pointerdown.prevent="choose(c)">{{ c }}</button>
          <button v-if="candidates.length > 6" class="more soft" @pointerdown.prevent="from = from + 6 < candidates.length ? from + 6 : 0">更多</button>
          <span v-if="!candidates.length" class="hint">没有这个音的字，请改一改拼音</span>
        </template>
        <span v-else class="hint">一个字一个字来：点出拼音，再点要的字（李：l i）</span>
      </div>
      <div v-if="kind === 'name' || (kind === 'search' && !numbers)" class="keys letters">
        <button v-for="k in alphabet" :key="k" :data-key="k" @pointerdown.prevent="press(k)">{{ k.toUpperCase() }}</button>
        <button class="soft" @pointerdown.prevent="back">退格</button>
        <button v-if="kind === 'search'" class="soft" @pointerdown.prevent="numbers = true">123</button>
        <button class="go" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
      </div>
      <div v-else class="keys digits">
        <template v-for="(k, i) in digits" :key="k">
          <button :data-key="k" @pointerdown.prevent="press(k)">{{ k }}</button>
          <button v-if="i === 2" class="soft" @pointerdown.prevent="back">退格</button>
          <button v-if="i === 5" class="soft" @pointerdown.prevent="wipe">重写</button>
          <button v-if="i === 8" class="go tall" data-key="go" @pointerdown.prevent="go">{{ goes }}</button>
        </template>
        <button v-if="kind === 'id'" data-key="X" @pointerdown.prevent="press('X')">X</button>
        <button v-else-if="kind === 'search'" class="soft" @pointerdown.prevent="numbers = false">拼音</button>
        <span v-else></span>
        <button data-key="0" @pointerdown.prevent="press('0')">0</button><span></span>
      </div>
    </div>
  </div>`,
  props: { fields: Array, submit: String, table: String },
  data() {
    return { active: 0, texts: this.fields.map((f) => f.text || ""), letters: "", from: 0, numbers: false, sent: false,
      characters: {}, said: {}, alphabet: LETTERS, digits: DIGITS };
  },
  computed: {
    field() { return this.fields[this.active]; },
    kind() { return this.field.kind; },
    goes() { return this.active < this.fields.length - 1 ? "下一项" : this.submit; },
    candidates() {
      const exact = this.characters[this.letters] || "";
      const longer = Object.keys(this.characters).filter((s) => s !== this.letters && s.startsWith(this.letters)).sort();
      return [...new Set([...exact, ...longer.flatMap((s) => [...this.characters[s]].slice(0, 4))])];
    },
    page() { return this.candidates.slice(this.from, this.from + PER_ROW); },
  },
  mounted() {
    if (this.fields.some((f) => f.kind === "name"))
      fetch(this.table).then((r) => r.json()).then((t) => { this.characters = t; });
  },
  methods: {
    shown(n) {
      const text = this.texts[n];
      const parts = { phone: [3, 4, 4], id: [6, 8, 4] }[this.fields[n].kind];
      if (n === this.active && this.letters) return text + this.letters;
      if (!parts) return text;
      let at = 0;
      return parts.map((size) => { const part = text.slice(at, at + size); at += size; return part; }).filter(Boolean).join(" ");
    },
    turn(n) { this.letters = ""; this.active = n; },
    press(key) {
      this.sent = false;
      if (this.kind === "name") {
        if (this.letters.length < 6) { this.letters += key; this.from = 0; }
      } else if (this.texts[this.active].length < this.field.most) this.texts[this.active] += key;
      delete this.said[this.field.key];
    },
    choose(character) {
      this.sent = false;
      if ([...this.texts[this.active]].length < this.field.most) this.texts[this.active] += character;
      this.letters = "";
      this.from = 0;
    },
    back() {
      this.sent = false;
      if (this.letters) this.letters = this.letters.slice(0, -1);
      else this.texts[this.active] = [...this.texts[this.active]].slice(0, -1).join("");
      this.from = 0;
    },
    wipe() { this.texts[this.active] = ""; },
    go() {
      this.letters = "";
      if (this.active < this.fields.length - 1) { this.active += 1; return; }
      if (this.sent) return;  // a tap repeated while the answer is on its way
      this.sent = true;
      setTimeout(() => { this.sent = false; }, REST_MS);
      const texts = {};
      this.fields.forEach((f, n) => { texts[f.key] = this.texts[n]; });
      this.$emit("done", texts);
    },
    say(key, sentence) {
      this.said = { [key]: sentence };
      this.sent = false;
      const n = this.fields.findIndex((f) => f.key === key);
      if (n >= 0) this.active = n;
    },
  },
};
