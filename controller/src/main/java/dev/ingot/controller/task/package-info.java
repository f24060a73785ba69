/** Tasks: one command run to the end in a droplet, at most once, on a cell that is chosen as for anything else. */
@NullMarked
package dev.ingot.controller.task;

import org.jspecify.annotations.NullMarked;
