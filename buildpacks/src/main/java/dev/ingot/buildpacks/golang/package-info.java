/** The buildpack {@code ingot/go}: Go modules, compiled to static programs. */
@NullMarked
package dev.ingot.buildpacks.golang;

import org.jspecify.annotations.NullMarked;
