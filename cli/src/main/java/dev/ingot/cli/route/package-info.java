/** ingot routes. */
@NullMarked
package dev.ingot.cli.route;

import org.jspecify.annotations.NullMarked;
