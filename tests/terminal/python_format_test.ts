import { assertEquals } from "@std/assert";
import { pythonFixed, pythonRepr } from "../../lib/terminal/python_format.ts";

// The expected texts are what CPython 3.11 prints.

Deno.test("pythonFixed() rounds halves to the even digit", () => {
  const cases: [number, string, string][] = [
    [99.625, "99.62", "100"],
    [0.125, "0.12", "0"],
    [12.5, "12.50", "12"],
    [13.5, "13.50", "14"],
    [0.375, "0.38", "0"],
    [99.375, "99.38", "99"],
    [2.675, "2.67", "3"],
    [1.005, "1.00", "1"],
    [99.21, "99.21", "99"],
    [-0.125, "-0.12", "-0"],
  ];
  for (const [value, two, none] of cases) {
    assertEquals(pythonFixed(value, 2), two);
    assertEquals(pythonFixed(value, 0), none);
  }
  assertEquals(pythonFixed(0.0242, 4), "0.0242");
});

Deno.test("pythonFixed() writes infinity and NaN as Python does", () => {
  assertEquals(pythonFixed(NaN, 4), "nan");
  assertEquals(pythonFixed(Infinity, 4), "inf");
  assertEquals(pythonFixed(-Infinity, 4), "-inf");
});

Deno.test("pythonRepr() writes the shortest text in Python's form", () => {
  const cases: [number, string][] = [
    [0.0018307261634618044, "0.0018307261634618044"],
    [1e-5, "1e-05"],
    [1.234e-5, "1.234e-05"],
    [1e-4, "0.0001"],
    [0.00012345, "0.00012345"],
    [1, "1.0"],
    [123, "123.0"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [1.5e22, "1.5e+22"],
    [2.3025850929940455, "2.3025850929940455"],
    [100000.5, "100000.5"],
    [-0.25, "-0.25"],
    [0, "0.0"],
    [NaN, "nan"],
    [Infinity, "inf"],
  ];
  for (const [value, text] of cases) assertEquals(pythonRepr(value), text);
});
