/** Apps: the named things in a space that own packages, droplets, processes and routes. */
@NullMarked
package dev.ingot.controller.app;

import org.jspecify.annotations.NullMarked;
