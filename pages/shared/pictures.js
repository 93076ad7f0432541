// The buttons under a chart that save it as a picture. They press the image button of the chart's own bar, after putting
// a title and a source above the chart and taking out what cannot be clicked on paper; both hold for that picture only,
// since Plotly copies the layout before the click returns.

const FONT = "Arial, Helvetica, sans-serif"; // the page's own is not in the file
const HEAD = 64; // pixels above the chart, for title and source
const EDGE = 8; // pixels around them
const LEAST_WIDTH = 720; // a narrow chart would cut its title
const SCALE = 3; // of a PNG, so that it prints sharply

export default function ({ data, parentElement }) {
  let row = parentElement.querySelector(".buttons");
  if (!row) {
    row = document.createElement("div");
    row.className = "buttons";
    row.setAttribute("role", "group");
    parentElement.appendChild(row);
  }
  row.setAttribute("aria-label", `${data.title}: save as a picture`);
  row.replaceChildren(
    ...data.formats.map((format) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = format;
      button.title = `Save this chart as ${format}`;
      button.onclick = () => save(data, format.toLowerCase());
      return button;
    }),
  );
}

function save(data, format) {
  const plot = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
  const camera = plot?.querySelector('.modebar-btn[data-title^="Download plot"]');
  if (!camera) return;
  const { layout, _context: context, _fullLayout: full } = plot;
  const options = context.toImageButtonOptions;
  plot.layout = onPaper(layout, full, data);
  context.toImageButtonOptions = {
    format,
    filename: data.name,
    scale: format === "png" ? SCALE : 1,
    width: Math.max(full.width, LEAST_WIDTH),
    height: full.height + HEAD,
  };
  try {
    camera.click();
  } finally {
    plot.layout = layout;
    context.toImageButtonOptions = options;
  }
}

function onPaper(layout, full, data) {
  const slider = full.sliders?.[0];
  const when = slider ? `, ${slider.steps[slider.active].label}` : "";
  const page = getComputedStyle(document.querySelector(".stApp"));
  const top = full._size.t + HEAD;
  // Text of its own and no title: plotly moves titles out of the way of a scale that stands above the chart.
  const head = {
    text: `<b>${data.title}${when}</b><br><span style="font-size:12px">${data.source}</span>`,
    font: { size: 18, color: page.color },
    align: "left",
    showarrow: false,
    xref: "paper",
    x: 0,
    xanchor: "left",
    xshift: EDGE - full._size.l,
    yref: "paper",
    y: 1,
    yanchor: "top",
    yshift: top - EDGE,
  };
  const paper = {
    ...layout,
    annotations: [...(layout.annotations ?? []), head],
    margin: { ...layout.margin, t: top },
    font: { ...layout.font, family: FONT },
    paper_bgcolor: page.backgroundColor,
    sliders: [],
    updatemenus: [],
  };
  if (layout.xaxis) paper.xaxis = { ...layout.xaxis, rangeselector: { visible: false } };
  return paper;
}
