/** What people see: progress, tables, JSON. */
@NullMarked
package dev.ingot.cli.output;

import org.jspecify.annotations.NullMarked;
