/** Tests. */
@NullMarked
package dev.ingot.controller.routing;

import org.jspecify.annotations.NullMarked;
