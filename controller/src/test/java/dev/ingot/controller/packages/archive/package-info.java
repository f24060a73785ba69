/** Tests: Hostile archives. */
@NullMarked
package dev.ingot.controller.packages.archive;

import org.jspecify.annotations.NullMarked;
