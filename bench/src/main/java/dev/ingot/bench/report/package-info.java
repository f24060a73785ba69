/** The rows of a run, as a table for people and as a page for docs. */
@NullMarked
package dev.ingot.bench.report;

import org.jspecify.annotations.NullMarked;
