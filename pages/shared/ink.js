// Charts are dressed on the server for the theme that the browser named with the run. Streamlit starts no run when the
// reader chooses another theme; this does, once for each choice.

export default function ({ data, setTriggerValue }) {
  const app = document.querySelector(".stApp");
  const look = () => {
    const shown = getComputedStyle(app).colorScheme;
    if (!["light", "dark"].includes(shown) || shown === (app.dataset.dressed ?? data.scheme)) return;
    app.dataset.dressed = shown;
    setTriggerValue("scheme", shown);
  };
  const watch = new MutationObserver(look);
  watch.observe(app, { attributeFilter: ["class", "style"] });
  look();
  return () => watch.disconnect();
}
