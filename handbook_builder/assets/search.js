// The search of one language: how words are compared, and which answer comes first.
//
// Material's worker loads this as the "language" of a lunr index, after lunr's own file for the language if there is
// one. The theme cuts texts into words, marks the words that were found and shows the answers. What we put in between:
// words are compared without accents and by their stems, and what is *about* something comes before what mentions it.
(() => {
  "use strict";

  const lunr = self.lunr;
  const language = "LANGUAGE";
  const known = (language === "en" ? lunr : lunr[language]) || {}; // of other languages, words are compared as they are

  // What it is worth to be what was asked for, to have it as a search word, or to have its words in the text.
  const TITLE = 10;
  const KEYWORD = 9;
  const TEXT = 1;

  // How well a word fits that is the same, that begins so, or that differs in one letter.
  const SAME = 1;
  const BEGINNING = 0.5;
  const SIMILAR = 0.25;

  const MANY = 100; // results: the theme takes its time with each, and nobody reads so far

  // Words.

  const SHORTEST = 4; // a shorter stem would be that of too many words: "casa" and "caso"

  // How plurals, and verbs and their nouns, part in Portuguese without its accents: renov|ar, renov|ação, encaminh|amento.
  // lunr's own stemmer wants the accents that people leave out.
  const PLURALS = [
    [/[ao]es$/, "ao"],
    [/aos$/, "ao"],
    [/([aeou])is$/, "$1l"],
    [/ns$/, "m"],
    [/([rz])es$/, "$1"],
    [/([^s])s$/, "$1"],
  ];
  const ENDINGS =
    /([ai]cao|[ai]mento|[ae]ncia|[aei]dor[ae]?|[ai]vel|mente|[aei]ndo|[aei]d[ao]|[aei]r|[aei]u|ou|ei|[aeiou])$/;

  function portuguese(word) {
    const [plural, singular] = (word.length > SHORTEST && PLURALS.find(([end]) => end.test(word))) || ["", ""];
    const one = word.replace(plural, singular);
    const stem = one.replace(ENDINGS, "");
    return stem.length < SHORTEST ? one : stem;
  }

  function stemmed(word) {
    if (language === "pt") return portuguese(word);
    return known.stemmer ? known.stemmer(new lunr.Token(word, {})).toString() : word;
  }

  const fold = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  const stems = new Map();

  // The stem of a word in small letters; nothing for a word that tells nothing, such as "de" or "the".
  function stemOf(word) {
    if (!stems.has(word)) {
      const empty = known.stopWordFilter && !known.stopWordFilter(new lunr.Token(word, {}));
      stems.set(word, empty ? "" : stemmed(fold(word)));
    }
    return stems.get(word);
  }

  const stemsIn = (text) => text.toLowerCase().split(lunr.tokenizer.separator).map(stemOf).filter(Boolean);

  // Whether two words differ in one letter, or in two that changed places.
  function areSimilar(a, b) {
    const shorter = Math.min(a.length, b.length);
    if (Math.max(a.length, b.length) - shorter > 1) return false;
    let start = 0;
    while (start < shorter && a[start] === b[start]) start++;
    let end = 0;
    while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
    return (left.length < 2 && right.length < 2) || (left.length === 2 && left === right[1] + right[0]);
  }

  // The index: for each stem, the documents that hold it and where.

  class Index {
    constructor() {
      this.fields = []; // these two are what the theme asks of lunr's index besides "search"
      this.invertedIndex = Object.create(null);
      this.count = 0;
      this.weights = new Map();
    }

    add(entry, tokensOf) {
      const document = { ref: entry.location, boost: entry.boost || 1, names: [] };
      this.count++;
      for (const field of this.fields) {
        for (const token of tokensOf(field, entry)) {
          const stem = stemOf(token.toString());
          if (stem) this.note(stem, document, field).push(token.metadata.position);
        }
      }
      for (const [name, worth] of [[entry.title, TITLE], ...(entry.keywords || []).map((word) => [word, KEYWORD])]) {
        document.names.push({ worth, stems: stemsIn(name) });
        for (const stem of stemsIn(name)) this.note(stem, document);
      }
    }

    // Note that a document has a stem; gives the list of its positions in a field.
    note(stem, document, field) {
      const holders = (this.invertedIndex[stem] ||= []);
      let holder = holders[holders.length - 1];
      if (!holder || holder.document !== document) holders.push((holder = { document, places: {} }));
      return field && (holder.places[field] ||= { position: [] }).position;
    }

    // How much a stem tells: one that few documents have, more.
    weight(stem) {
      if (!this.weights.has(stem)) {
        this.weights.set(stem, Math.log(1 + this.count / this.invertedIndex[stem].length));
      }
      return this.weights.get(stem);
    }

    startingWith(beginning) {
      return Object.keys(this.invertedIndex).filter((stem) => stem.startsWith(beginning));
    }

    // The stems that a word may mean, and how well each fits. The last word may still be growing.
    meant(stem, isLast) {
      const found = new Map();
      const isKnown = stem in this.invertedIndex;
      if (stem.length > 2 && (isLast || !isKnown)) {
        for (const one of this.startingWith(stem)) found.set(one, BEGINNING);
      }
      if (isKnown) found.set(stem, SAME);
      if (!found.size && stem.length >= SHORTEST) {
        for (const one of Object.keys(this.invertedIndex)) {
          if (one.length >= SHORTEST && (stem.startsWith(one) || areSimilar(stem, one))) found.set(one, SIMILAR);
        }
      }
      return found;
    }

    // The words of a question with what each may mean. A number or a code is one word, however it is spaced.
    wordsOf(terms) {
      const words = [];
      for (let at = 0; at < terms.length; at += words[words.length - 1].typed.length) {
        let length = Math.min(4, terms.length - at);
        const joined = () => terms.slice(at, at + length).join("");
        while (length > 1 && !(/\d/.test(joined()) && this.startingWith(joined()).length)) length--;
        const stem = length > 1 ? joined() : stemOf(joined());
        const found = stem ? this.meant(stem, at + length === terms.length) : new Map();
        const weight = Math.max(...(found.get(stem) === SAME ? [stem] : [...found.keys()]).map((one) => this.weight(one)));
        words.push({ typed: terms.slice(at, at + length), isEmpty: !stem, found, weight });
      }
      return words;
    }

    // The documents that hold one of the words: for each, how well each word fits and where it stands.
    holdersOf(words) {
      const all = new Map();
      words.forEach(({ found }, at) => {
        for (const [stem, fit] of found) {
          for (const { document, places } of this.invertedIndex[stem]) {
            if (!all.has(document)) all.set(document, words.map(() => ({ fit: 0, places: {} })));
            const hit = all.get(document)[at];
            hit.fit = Math.max(hit.fit, fit);
            for (const [field, { position }] of Object.entries(places)) {
              (hit.places[field] ||= { position: [] }).position.push(...position);
            }
          }
        }
      });
      return all;
    }

    // How nearly a question is a name: all its words, and no others; from 0 to 1.
    likeness(words, name) {
      const shared = words.map(({ found, weight }) =>
        Math.min(weight, Math.max(0, ...name.map((stem) => (found.get(stem) || 0) * this.weight(stem))))
      );
      return (2 * sum(shared)) / (sum(words.map(({ weight }) => weight)) + sum(name.map((stem) => this.weight(stem))));
    }

    search(query) {
      const parsed = new lunr.Query(["title", "text", "tags"]); // as the theme parses it
      new lunr.QueryParser(query, parsed).parse();
      const typed = this.wordsOf(parsed.clauses.map(({ term }) => term.replace(/\*/g, "")));
      const words = typed.filter(({ found }) => found.size);
      const results = Array.from(this.holdersOf(words), ([document, hits]) => {
        const held = sum(hits.map(({ fit }, at) => fit * words[at].weight)) / sum(words.map(({ weight }) => weight));
        const named = document.names.map(({ worth, stems }) => worth * this.likeness(words, stems));
        // One name that is what was asked for counts; that more of them come near it decides between equals.
        const score = document.boost * held ** 3 * (TEXT + Math.max(...named) + sum(named) / 10);
        const count = hits.filter(({ fit }) => fit).length;
        return { ref: document.ref, count, score, matchData: { metadata: metadataOf(typed, words, hits) } };
      });
      // What has one word of five tells little where something has them all.
      const most = Math.max(...results.map(({ count }) => count));
      return results
        .filter(({ count }) => count >= most / 2)
        .sort((a, b) => b.score - a.score)
        .slice(0, MANY);
    }
  }

  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

  // What the theme wants to know of a result: which of the words that were typed it has, and where, to mark them.
  // A word that tells nothing is never missing.
  function metadataOf(typed, words, hits) {
    const metadata = Object.create(null);
    for (const word of typed) if (word.isEmpty) metadata[word.typed[0]] = {};
    hits.forEach(({ fit, places }, at) => {
      if (fit) words[at].typed.forEach((term, part) => (metadata[term] = part ? {} : places));
    });
    return metadata;
  }

  // The theme calls this on lunr's builder, then names the fields, adds the documents and builds.
  lunr["NAME"] = function () {
    const index = new Index();
    const extractors = {};
    this.field = (name, { extractor }) => {
      index.fields.push(name);
      extractors[name] = extractor;
    };
    this.add = (entry) => index.add(entry, (field) => this.tokenizer(extractors[field](entry)));
    this.build = () => index;
  };
})();
