/** Routes and destinations on the wire. */
@NullMarked
package dev.ingot.api.route;

import org.jspecify.annotations.NullMarked;
