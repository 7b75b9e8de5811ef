import js from "@eslint/js";

// Undefined and unused names are tsc's to find: it knows that the files of a part are put one after another.
const tscs = { "no-undef": "off", "no-unused-vars": "off" };

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    rules: { ...tscs, eqeqeq: "error", "prefer-const": "error", "no-var": "error" },
  },
];
