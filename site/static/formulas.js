// A line may break on both sides of a formula, even before a comma or after a bracket: keep these on the formula's line.
function keepPunctuation() {
  for (const formula of document.querySelectorAll("mjx-container:not([display])")) {
    const place = formula.closest("span.math, .tex") ?? formula;
    const before = place.previousSibling instanceof Text ? place.previousSibling : new Text();
    const after = place.nextSibling instanceof Text ? place.nextSibling : new Text();
    const [opening] = before.data.match(/[([“‘"]*$/) ?? [""];
    const [closing] = after.data.match(/^[)\]”’"',.;:!?-]*/) ?? [""];
    if (!opening && !closing) continue;
    const whole = document.createElement("span");
    whole.className = "unbroken";
    place.replaceWith(whole);
    whole.append(opening, place, closing);
    before.data = before.data.slice(0, before.data.length - opening.length);
    after.data = after.data.slice(closing.length);
  }
}
