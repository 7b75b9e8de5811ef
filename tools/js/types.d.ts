// What the scripts of helpers/ and site/ hand to one another. A part's state comes from Python, as JSON.

type Json = any;

/** What anywidget hands to `render`, and what page.js makes where no kernel is. */
interface Model {
  get(name: string): Json;
  set(name: string, value: Json): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  /** Whether the browser refuses to remember anything. */
  forgets?: boolean;
}

type Place = { model: Model; el: HTMLElement };
type Render = (place: Place) => void;

/** The part of localStorage that a part of a page uses. */
interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  forgets?: boolean;
}

// What reveal.js and MathJax put into a page.
declare const Reveal: any;
declare const RevealNotes: any;
declare const MathJax: any;

interface Window {
  MathJax?: any;
  courseParts?: number;
  courseMemory?: Map<string, string>;
  courseForecasts?: Set<WeakRef<HTMLElement>>;
}

interface HTMLElement {
  /** Settled once the part has come to life. */
  started?: Promise<void>;
}

// Explorables: helpers/explorable.py says what is in a control and in its numbers.

type Control = { name: string; kind: string; label: string; values: (number | string)[]; texts: string[] } & {
  baked: number[];
  interval?: number;
};
type Sound = [hertz: number, wave: number];
type Numbers = { names: string[]; rows: (number | string)[][]; heard: Record<string, Sound[]> };
/** What a tool below the picture knows: `at` holds a position for each control, of which `go` moves the first. */
type About = { controls: Control[]; numbers: Numbers; frame(at: number[]): number; go(k: number): void };
type Tool = (about: About) => { element: HTMLElement; show(at: number[]): void; stop(): void };

// Cards: helpers/recall/parts.py says what is in each kind's.

type Card = { id: string; kind: string } & Record<string, Json>;
type Hints = Record<string, string>;
type Common = { hints: Hints; labels: Hints; series: Hints };

/** Whether an answer is right (null: it cannot be judged), and names of words in the page, or words. */
type Judgement = [boolean | null, ...string[]];
type Words = (name: string) => (Node | string)[];
type Making = { form: HTMLFormElement; options: HTMLElement[]; card: Card; words: Words; hints: Hints; name: string };
type Kind = (making: Making) => (() => Judgement) & { compared?: HTMLElement };

/** A card's place in a review: which box, and the day on which it is due. */
type Box = { box: number; due: string };
interface Series {
  button: string;
  took(good: boolean): void;
  next(): number | null;
  status(): string;
}
type SeriesKind = (model: Model, cards: Card[], words: Hints) => Series;
type Wake = (k: number, took: (right: boolean) => void) => { begin(focus: boolean): void };
