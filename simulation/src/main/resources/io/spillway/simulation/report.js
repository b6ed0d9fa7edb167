'use strict';
(() => {
  const report = JSON.parse(document.getElementById('data').textContent);
  const root = document.getElementById('report');
  const seconds = report.intervalSeconds;
  // Okabe and Ito's colours, told apart with any kind of colour vision; the dashes tell them apart without colour.
  const style = {
    blue: ['#0072B2', []], green: ['#009E73', []], orange: ['#D55E00', [8, 4]], purple: ['#CC79A7', [2, 3]],
    sky: ['#56B4E9', [10, 3, 2, 3]], black: ['#000000', [4, 2]], amber: ['#E69F00', [6, 6]],
  };
  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const perSecond = values => values.map(value => value === null ? null : value / seconds);
  const times = rows => Array.from({length: rows}, (_, i) => (i + 1) * seconds);

  // When something is wrong is shaded in every chart.
  const faultBands = plot => {
    const context = plot.ctx;
    context.save();
    context.fillStyle = 'rgba(240, 228, 66, 0.3)';
    for (const fault of report.faults) {
      const from = plot.valToPos(fault.atSeconds, 'x', true);
      const to = plot.valToPos(fault.atSeconds + fault.seconds, 'x', true);
      const left = Math.max(from, plot.bbox.left);
      const right = Math.min(Math.max(to, from + 2), plot.bbox.left + plot.bbox.width);
      if (right > left) context.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
    }
    context.restore();
  };

  const plots = [];
  const chart = (parent, title, unit, timeline, lines, scale) => {
    // What never happened and what says the same as another line only hides the rest.
    const shown = lines.filter(line => {
      const values = timeline[line.column] || [];
      return values.some(value => value !== null && (value !== 0 || line.always))
        && (!line.unlike || values.some((value, i) => value !== timeline[line.unlike][i]))
        && (!line.varies || values.some(value => value !== values[0]));
    });
    if (shown.length === 0) return;
    const figure = element('figure', null, parent);
    element('figcaption', title, figure);
    const data = [times(timeline.arrivals.length), ...shown.map(line =>
      line.rate ? perSecond(timeline[line.column]) : timeline[line.column])];
    // A logarithm has no zero.
    if (scale === 'log') {
      for (let i = 1; i < data.length; i++) data[i] = data[i].map(value => value === 0 ? null : value);
    }
    const plot = new uPlot({
      width: Math.max(280, figure.clientWidth),
      height: 220,
      scales: {x: {time: false}, y: scale === 'log' ? {distr: 3} : {range: (_, min, max) => [0, Math.max(1, max * 1.05)]}},
      axes: [{label: 'virtual seconds', labelSize: 20, size: 34}, {label: unit, labelSize: 20, size: 60}],
      series: [{label: 's'}, ...shown.map(line => ({
        label: line.label, stroke: style[line.style][0], dash: style[line.style][1], width: 2, points: {show: false},
        value: (_, value) => value === null || value === undefined ? '-' : String(Math.round(value * 100) / 100),
      }))],
      hooks: {drawClear: [faultBands]},
    }, data, figure);
    plots.push({plot, figure});
  };

  const client = each => {
    element('h2', 'Client ' + each.name + ' calls ' + each.service, root);
    const charts = element('div', null, root);
    charts.className = 'charts';
    chart(charts, 'Requests and what became of them', 'a second', each.timeline, [
      {column: 'arrivals', label: 'arrivals', style: 'black', rate: true},
      {column: 'goodput', label: 'goodput', style: 'blue', rate: true, always: true},
      {column: 'failed', label: 'failed', style: 'orange', rate: true},
      {column: 'refused', label: 'refused', style: 'purple', rate: true},
      {column: 'timeouts', label: 'timeouts', style: 'amber', rate: true},
      {column: 'attempts', label: 'attempts', style: 'sky', rate: true, unlike: 'arrivals'},
    ]);
    latency(charts, each.timeline);
  };

  const latency = (charts, timeline) => chart(charts, 'Latency of what succeeded', 'ms', timeline, [
    {column: 'p50Millis', label: 'p50', style: 'blue'},
    {column: 'p99Millis', label: 'p99', style: 'orange'},
  ], 'log');

  const service = (each, open) => {
    const details = element('details', null, root);
    element('summary', 'Service ' + each.name, details);
    const charts = element('div', null, details);
    charts.className = 'charts';
    const draw = () => {
      if (charts.childElementCount > 0) return;
      chart(charts, 'Calls', 'a second', each.timeline, [
        {column: 'arrivals', label: 'arrivals', style: 'black', rate: true},
        {column: 'ok', label: 'ok', style: 'blue', rate: true, always: true},
        {column: 'failed', label: 'failed', style: 'orange', rate: true},
        {column: 'refused', label: 'refused', style: 'purple', rate: true},
        {column: 'expired', label: 'expired', style: 'amber', rate: true},
      ]);
      chart(charts, 'Calls inside', 'calls', each.timeline, [
        {column: 'inFlight', label: 'in flight', style: 'blue'},
        {column: 'queued', label: 'queued', style: 'orange'},
        {column: 'limit', label: 'limit', style: 'green'},
      ]);
      latency(charts, each.timeline);
      chart(charts, 'Breakers of callers that are open', 'breakers', each.timeline, [
        {column: 'breakersOpen', label: 'open', style: 'orange'},
      ]);
      chart(charts, 'Replicas that are up', 'replicas', each.timeline, [
        {column: 'replicas', label: 'replicas', style: 'green', varies: true},
      ]);
    };
    details.addEventListener('toggle', () => { if (details.open) draw(); });
    if (open) { details.open = true; draw(); }
  };

  if (report.faults.length > 0) {
    const list = element('p', 'Shaded in the charts: ', root);
    list.className = 'faults';
    report.faults.forEach((fault, i) => element('mark',
      fault.service + ' ' + fault.kind + (fault.amount ? ' ' + fault.amount : '') + ' at ' + fault.atSeconds + ' s for '
      + fault.seconds + ' s' + (i + 1 < report.faults.length ? '; ' : ''), list));
  }
  report.clients.forEach(client);
  element('h2', 'Services', root);
  report.services.forEach((each, i) => service(each, report.services.length <= 8 || i < 4));
  if (report.moreServices > 0) element('p', 'and ' + report.moreServices + ' more, which are in the JSON', root);

  const fit = () => plots.forEach(({plot, figure}) =>
    plot.setSize({width: Math.max(280, figure.clientWidth), height: 220}));
  addEventListener('resize', fit);
  addEventListener('beforeprint', () => plots.forEach(({plot}) => plot.setSize({width: 340, height: 200})));
  addEventListener('afterprint', fit);
})();
