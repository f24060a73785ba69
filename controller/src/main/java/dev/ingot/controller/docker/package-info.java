/** Images users bring along: which registry they lie in, and with which credentials they are read. */
@NullMarked
package dev.ingot.controller.docker;

import org.jspecify.annotations.NullMarked;
