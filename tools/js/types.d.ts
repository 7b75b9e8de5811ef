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
/** May return what is to be done when the view is closed. */
type Render = (place: Place) => void | (() => void);

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
  courseLinks?: boolean;
  courseLed?: Element | null;
  courseForecasts?: Set<WeakRef<HTMLElement>>;
}

interface HTMLElement {
  /** Settled once the part has come to life. */
  started?: Promise<void>;
  /** Of an explorable: whether a state names one of its controls, and how it comes to that state. */
  takes?(state: URLSearchParams): boolean;
  bringTo?(state: URLSearchParams): void;
}

// Explorables: helpers/explorable.py says what is in a control and in its numbers.

type Control = { name: string; kind: string; label: string; values: (number | string)[]; texts: string[] } & {
  baked: number[];
  interval?: number;
};
/** A control in the page: what of it is shown, and how it is brought to a position. */
type Shown = { element: HTMLElement; input?: HTMLInputElement; show(k: number): void; stop(): void };
type Part = (model: Model, control: Control, id: string) => Shown;
/** What depends on some of the controls, by their numbers, has an entry for each of their states. */
type Layer = { under: boolean; controls: number[]; frames: string[] };
type Task = { words: string; controls: number[]; reached: string };
type Drag = { control: number; along: "x" | "y"; controls: number[]; at: number[] };
type Hold = { box: number[]; drags: Drag[] };
type Picture = {
  name: string;
  alt: string;
  colour: string;
  zoom: number;
  width: number;
  height: number;
  definitions: string;
  ground: string;
  background: string;
  layers: Layer[];
  readouts: string[];
  tasks: Task[];
  holds: Hold[];
  numbers: Numbers | null;
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
