/** What the platform builds with. */
@NullMarked
package dev.ingot.cli.buildpack;

import org.jspecify.annotations.NullMarked;
