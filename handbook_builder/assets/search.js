;
/* Lets the search find words without their accents, in the singular and the plural, and a verb beside its noun.

   Material asks lunr for every word with a "*" behind it, and lunr does not stem such words; so the index keeps whole
   words without accents, and a question is cut to its stem before it is asked. The plugin puts the language in. */
(function () {
  "use strict";
  var lunr = self.lunr, language = lunr["LANGUAGE"];
  // Endings that a verb and its noun part at: renov|ar, renov|ação, encaminh|amento.
  var ENDINGS = /(ac(ao|oes)|ament[eo]s?|ador(es|as?)?|ar|ad[oa]s?|s)$/;
  var SHORTEST = 4;

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function foldToken(token) {
    return token.update(fold);
  }

  function stem(word) {
    var stemmed = fold(language.stemmer(new lunr.Token(word, {})).toString());
    var cut = fold(word).replace(ENDINGS, "");
    var shortest = cut.length >= SHORTEST && cut.length < stemmed.length ? cut : stemmed;
    return shortest.length >= SHORTEST ? shortest : fold(word);
  }

  lunr.Pipeline.registerFunction(foldToken, "foldAccents");
  lunr["LANGUAGE"] = function () {
    language.call(this);
    this.pipeline.add(foldToken);
  };
  Object.assign(lunr["LANGUAGE"], language);

  var search = lunr.Index.prototype.search;
  lunr.Index.prototype.search = function (query) {
    var asked = query.normalize("NFC").replace(/(^|\s)([^\s+\-~^:*"]+)\*/g, function (all, before, word) {
      return before + stem(word.toLowerCase()) + "*";
    });
    return search.call(this, asked);
  };
})();
