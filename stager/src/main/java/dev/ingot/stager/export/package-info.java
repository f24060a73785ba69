/** Layers, labels and config of the droplet's image; assembly with Jib. */
@NullMarked
package dev.ingot.stager.export;

import org.jspecify.annotations.NullMarked;
