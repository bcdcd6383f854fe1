// Letters that stand out too little from their ground: less than 4.5 to 1.
() => {
    const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
    const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return { c: text.startsWith('color(srgb') ? n.slice(0, 3).map(v => v * 255) : n.slice(0, 3), a: n.length > 3 ? n[3] : 1 }; };
    const ground = e => { for (; e; e = e.parentElement) { const g = parse(getComputedStyle(e).backgroundColor); if (g.a > .99) return g.c; } return [255, 255, 255]; };
    const bad = [];
    for (const e of document.querySelectorAll('body *:not(script)')) {
        if (e.offsetParent === null || e.closest('#curve') || e.matches(':disabled') || e.closest('.idle')) continue;
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
        const a = light(parse(getComputedStyle(e).color).c), b = light(ground(e));
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${e.tagName} ${e.className} ${e.textContent.slice(0, 30)}`);
    }
    return bad;
}
