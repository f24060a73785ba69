/** Commands on apps: list, show, start, stop, scale, delete. */
@NullMarked
package dev.ingot.cli.app;

import org.jspecify.annotations.NullMarked;
