/** Buildpacks on the wire. */
@NullMarked
package dev.ingot.api.buildpack;

import org.jspecify.annotations.NullMarked;
