// Runs history.js, each call in a context of its own. The first line of standard input is the desk;
// each further line is how many calls to make. Answers with what was drawn, then with the
// microseconds of each call.
"use strict";
const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { join } = require("node:path");
const vm = require("node:vm");

const script = new vm.Script(readFileSync(join(__dirname, "history.js"), "utf8"));
let desk;

function draw() {
  const context = vm.createContext(Object.create(null));
  return JSON.parse(script.runInContext(context)(JSON.stringify(desk)));
}

createInterface({ input: process.stdin }).on("line", (line) => {
  if (desk === undefined) {
    desk = JSON.parse(line);
    console.log(JSON.stringify(draw()));
    return;
  }
  const times = [];
  for (let call = 0; call < Number(line); call++) {
    const began = process.hrtime.bigint();
    draw();
    times.push(Number(process.hrtime.bigint() - began) / 1000);
  }
  console.log(JSON.stringify(times));
});
