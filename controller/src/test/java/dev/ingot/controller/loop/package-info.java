/** Tests of the controller's loops. */
@NullMarked
package dev.ingot.controller.loop;

import org.jspecify.annotations.NullMarked;
