// Draws window frames, grids and lists around the text that each page holds.
'use strict';
const el = (h) => { const t = document.createElement('template'); t.innerHTML = h.trim(); return t.content.firstElementChild; };
const CTL = '<div class="ctl"><i></i><i></i><i></i></div>';
const ICON = {
  back: '<svg width="16" height="16"><path d="M14 8H3M8 3L3 8l5 5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
  fwd: '<svg width="16" height="16" opacity=".4"><path d="M2 8h11M8 3l5 5-5 5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
  rel: '<svg width="16" height="16"><path d="M13 8a5 5 0 1 1-1.5-3.6M12 1v4H8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
  lock: '<svg width="12" height="14"><path d="M3 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="#5f6368" stroke-width="1.5"/><rect x="1.5" y="6" width="9" height="7" fill="#5f6368"/></svg>',
};
const SIM = '<span class="sim">SIMULATED</span>';
const scrollbar = (top, h) => `<div class="sb"><i style="top:${top}px;height:${h}px"></i></div>`;

function taskbar(d) {
  const [time, date] = d.clock.split('|');
  const ja = document.documentElement.lang === 'ja';
  const apps = ['#e9b949', '#3d7edb', '#2f7d4f', '#4a90c2', '#8a63b5', '#c45530'];
  const on = Number(d.on || 1);
  return `<div class="task"><div class="st"><i></i></div><div class="q">${ja ? 'ここに入力して検索' : 'Type here to search'}</div>` +
    apps.map((c, i) => `<div class="ap${i === on ? ' on' : ''}"><i style="background:${c}"></i></div>`).join('') +
    `<div class="tray"><span>︿</span>${d.sim === 'task' ? SIM : ''}<span>${ja ? 'あ' : 'ENG'}</span><div class="clk">${time}<br>${date}</div></div></div>`;
}

function frame() {
  const b = document.body, d = b.dataset, main = document.querySelector('main');
  const head = [];
  if (d.app === 'browser') {
    const tabs = d.tabs.split('|').map((t, i) => `<div class="tab${i === Number(d.tab || 0) ? ' on' : ''}"><b style="${i ? 'background:#7d8b99' : ''}"></b>${t}<s>×</s></div>`).join('');
    head.push(`<div class="tabs">${tabs}<span style="padding:6px 10px;font-size:15px">+</span>${CTL}</div>`);
    head.push(`<div class="addr">${ICON.back}${ICON.fwd}${ICON.rel}<div class="url">${d.url.startsWith('https') ? ICON.lock : ''}<span>${d.url}</span></div><span style="letter-spacing:-1px">•••</span></div>`);
    if (d.marks) head.push(`<div class="marks">${d.marks.split('|').map((m) => `<span>${m}</span>`).join('')}</div>`);
  } else if (d.title) {
    head.push(`<div class="tb" style="${d.bar ? `background:${d.bar};color:${d.barink || '#fff'}` : ''}"><span class="ico" style="background:${d.ico || ''}"></span><span>${d.title}</span>${CTL}</div>`);
  }
  if (d.menu) head.push(`<div class="menu">${d.menu.split('|').map((m) => m.startsWith('!') ? `<span class="on">${m.slice(1)}</span>` : `<span>${m}</span>`).join('')}</div>`);
  if (d.ribbon) head.push(`<div class="rib">${d.ribbon.split('|').map((g) => { const [n, ...k] = g.split(','); return `<div class="g"><div class="r">${k.map((x) => `<div class="k">${x}</div>`).join('')}</div><div class="n">${n}</div></div>`; }).join('')}</div>`);
  head.reverse().forEach((h) => b.prepend(el(h)));
  if (d.status) b.append(el(`<div class="sbar">${d.status.split('|').map((s) => s === '' ? '<span class="grow"></span>' : `<span>${s}</span>`).join('')}${SIM}</div>`));
  if (d.clock) b.append(el(taskbar(d)));
  if (d.scroll) { const [t, h] = d.scroll.split(','); main.append(el(scrollbar(t, h))); }
}

// A cell is text; a leading mark sets its look: h header, t total, y yellow, r red, B big title, f free (may overflow).
function sheet(where, widths, rows, opt = {}) {
  const col = (i) => (i > 25 ? String.fromCharCode(64 + Math.floor(i / 26)) : '') + String.fromCharCode(65 + i % 26);
  let h = `<table class="grid" style="width:${30 + widths.reduce((a, b) => a + b, 0)}px"><tr><th style="width:30px"></th>` + widths.map((w, i) => `<th style="width:${w}px">${col(i)}</th>`).join('') + '</tr>';
  for (let r = 0; r < (opt.rows || rows.length); r++) {
    const row = rows[r] || [];
    h += `<tr><th>${r + 1}</th>`;
    for (let c = 0; c < widths.length; c++) {
      let v = String(row[c] ?? ''), cls = [];
      const m = /^\{([a-zA-Z]+)\}/.exec(v);
      if (m) { v = v.slice(m[0].length); for (const k of m[1]) cls.push({ h: 'h', t: 't', y: 'y', r: 'r', B: 'big', f: 'free' }[k]); }
      if (/^[-▲△+]?[\d,]+(\.\d+)?%?$/.test(v) && v.length > 0 && !cls.includes('h')) cls.push('n');
      if (opt.cur === `${col(c)}${r + 1}`) cls.push('cur');
      h += `<td class="${cls.join(' ')}">${v}</td>`;
    }
    h += '</tr>';
  }
  document.querySelector(where).innerHTML = h + '</table>';
}

function files(where, heads, list, sel = 2) {
  document.querySelector(where).innerHTML = '<table class="fl"><tr>' + heads.map((x) => `<th>${x}</th>`).join('') + '</tr>' + list.map((f, i) => {
    const ext = f[3] === '' ? 'dir' : f[0].split('.').pop();
    return `<tr class="${i === sel ? 'sel' : ''}"><td><span class="fi ${ext}"></span>${f[0]}</td><td>${f[1]}</td><td>${f[2]}</td><td class="num">${f[3]}</td></tr>`;
  }).join('') + '</table>';
}

function mails(where, list, sel = 0) {
  document.querySelector(where).innerHTML = list.map((m, i) => `<div class="mi ${i === sel ? 'on' : ''} ${m[4] || ''}"><div class="w b"><span>${m[0]}</span><span>${m[1]}</span></div><div class="s">${m[2]}</div><div class="dim">${m[3]}</div></div>`).join('');
}

function table(where, heads, list) {
  document.querySelector(where).innerHTML = '<table class="grd"><tr>' + heads.map((x) => `<th>${x}</th>`).join('') + '</tr>' + list.map((r) => '<tr>' + r.map((c) => /^[¥€]?[-▲]?[\d,.]+$/.test(c) ? `<td class="num">${c}</td>` : `<td>${c}</td>`).join('') + '</tr>').join('') + '</table>';
}
document.addEventListener('DOMContentLoaded', frame);
