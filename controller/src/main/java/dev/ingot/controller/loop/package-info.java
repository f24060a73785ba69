/** Threads of the controller that wake up for work. Knows no feature. */
@NullMarked
package dev.ingot.controller.loop;

import org.jspecify.annotations.NullMarked;
