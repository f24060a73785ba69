/** The routing API, as far as it is true here. */
@NullMarked
package dev.ingot.controller.routing.http;

import org.jspecify.annotations.NullMarked;
