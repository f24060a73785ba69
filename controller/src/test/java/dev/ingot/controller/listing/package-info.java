/** Tests of lists. */
@NullMarked
package dev.ingot.controller.listing;

import org.jspecify.annotations.NullMarked;
