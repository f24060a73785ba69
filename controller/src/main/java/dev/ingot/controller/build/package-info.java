/** Builds: one run of the stager on a package. */
@NullMarked
package dev.ingot.controller.build;

import org.jspecify.annotations.NullMarked;
