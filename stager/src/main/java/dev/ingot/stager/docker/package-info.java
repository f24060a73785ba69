/** Droplets of images somebody else has built: looked up by digest and described, nothing is built. */
@NullMarked
package dev.ingot.stager.docker;

import org.jspecify.annotations.NullMarked;
