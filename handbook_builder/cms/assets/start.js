// Opens the form: reads its configuration, and teaches the CMS to read and write our files.
import CMS from "./vendor/cms.js";
import { fileOf, formOf } from "./files.js";

const response = await fetch(document.documentElement.dataset.config);
const { config, fields, options } = await response.json();

function withOptions(field) {
  if (typeof field.options === "string") field.options = options[field.options];
  for (const one of [...(field.fields ?? []), ...(field.types ?? [])]) withOptions(one);
}

for (const [format, list] of Object.entries(fields)) {
  for (const one of list) withOptions(one);
  CMS.registerCustomFormat(format, "yml", { fromFile: (text) => formOf(text, list), toFile: fileOf });
}
for (const one of config.collections) one.fields = fields[one.format];
document.getElementById("wait").remove();
CMS.init({ config });
