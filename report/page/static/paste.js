// What is pasted from a spreadsheet: its cells, and where they belong in the grid.

const YEAR = /^((?:19|20)\d\d)\s*(年?)度?$/;
const LETTER = /\p{L}/u;
const UNITS = /^(单位|计量单位|units?)$/i;

/** The cells of a pasted table: rows of texts. Tabs part cells; quotes hold those with breaks. */
export function pasted(text) {
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const end = () => {
    rows.at(-1).push(cell.trim());
    cell = "";
  };
  for (let i = 0; i < whole.length; i += 1) {
    const c = whole[i];
    if (quoted && c === '"' && whole[i + 1] === '"') {
      cell += c;
      i += 1;
    } else if (quoted ? c === '"' : c === '"' && cell === "") quoted = !quoted;
    else if (quoted || (c !== "\t" && c !== "\n")) cell += c;
    else {
      end();
      if (c === "\n") rows.push([]);
    }
  }
  end();
  return quoted ? whole.split("\n").map((line) => line.split("\t").map((x) => x.trim())) : rows;
}

/** The years above a table's columns, null for others; nothing where its first row is figures. */
function yearsAbove(rows) {
  const heads = rows[0].map((text) => YEAR.exec(text));
  const found = heads.filter(Boolean);
  const rising = found.every((y, i) => !i || Number(y[1]) > Number(found[i - 1][1]));
  const sure = found.length > 1 || found.some((y) => y[2]);
  const rest = rows[0].every((text, j) => heads[j] || !text || LETTER.test(text));
  return rows.length > 1 && sure && rising && rest ? heads.map((y) => (y ? Number(y[1]) : null)) : null;
}

/** The row that a label names: by its whole name, or by its name and unit in brackets. */
function rowOf(label, rows) {
  const plain = (text) => text.replace(/\s/g, "");
  const cut = /^(.*?)[（(]([^（()）]*)[)）]$/.exec(plain(label));
  const named = (name) => rows.filter((row) => plain(row.name) === name || row.id === name);
  const found = named(plain(label));
  if (found.length === 1) return found[0];
  const bare = cut ? named(cut[1]).filter((row) => plain(row.unit) === cut[2]) : [];
  return bare.length === 1 ? bare[0] : null;
}

/**
 * Where pasted cells go: {cells: [[row, year, text]], years, left}. A row of years above and a
 * column of names before are understood, otherwise cells go where the paste was made. `left` are
 * texts without a place: an unknown name, another unit, a column or row outside the grid.
 */
export function placed(table, grid, r, c) {
  const heads = yearsAbove(table);
  const lines = heads ? table.slice(1) : table;
  const firsts = lines.map((line) => line[0]).filter(Boolean);
  const named = table[0].length > 1 && firsts.length > 0 && firsts.every((text) => LETTER.test(text));
  const units = heads ? table[0].findIndex((text) => UNITS.test(text)) : -1;
  const out = { cells: [], years: heads !== null, left: [] };
  for (const [i, line] of lines.entries()) {
    const row = named ? rowOf(line[0], grid.rows) : grid.rows[r + i];
    const unit = units < 0 ? "" : line[units];
    if (!row || (unit && unit.replace(/\s/g, "") !== row.unit.replace(/\s/g, ""))) {
      if (line.some(Boolean)) out.left.push(line.filter(Boolean).slice(0, 2).join(" "));
      continue;
    }
    for (const [j, text] of line.entries()) {
      if ((named && j === 0) || j === units) continue;
      const year = heads ? heads[j] : grid.years[c + j - (named ? 1 : 0)];
      if (year) out.cells.push([row, year, text]);
      else if (text) out.left.push(text);
    }
  }
  return out;
}
