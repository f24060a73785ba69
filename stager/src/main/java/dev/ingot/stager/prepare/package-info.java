/** The package's zip becomes the app directory: hostile archives write nothing outside. */
@NullMarked
package dev.ingot.stager.prepare;

import org.jspecify.annotations.NullMarked;
