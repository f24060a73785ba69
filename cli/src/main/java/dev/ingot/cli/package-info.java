/** The `ingot` command: for developers (push and friends, over HTTP) and for operators of one machine (`platform`). */
@NullMarked
package dev.ingot.cli;

import org.jspecify.annotations.NullMarked;
