/** Routes and their destinations: which host and path leads to which process. */
@NullMarked
package dev.ingot.controller.route;

import org.jspecify.annotations.NullMarked;
