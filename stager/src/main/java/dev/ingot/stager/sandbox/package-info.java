/** Where foreign code runs while staging: a build container, given by the cell. The stager itself never runs a buildpack in its own process. */
@NullMarked
package dev.ingot.stager.sandbox;

import org.jspecify.annotations.NullMarked;
