/** Droplets on the wire. */
@NullMarked
package dev.ingot.api.droplet;

import org.jspecify.annotations.NullMarked;
