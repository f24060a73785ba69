/** The stream to the controller: dial, hello, commands in, events out, again after every loss. */
@NullMarked
package dev.ingot.cell.agent;

import org.jspecify.annotations.NullMarked;
