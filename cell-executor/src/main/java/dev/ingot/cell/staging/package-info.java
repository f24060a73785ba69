/** Build containers for the stager, and the worker that runs builds. */
@NullMarked
package dev.ingot.cell.staging;

import org.jspecify.annotations.NullMarked;
